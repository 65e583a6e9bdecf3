// The tools that every page has: a row of buttons in the page's head.

import { choose } from "./address.mjs"
import { list } from "./list.mjs"
import { loadStyles } from "./loading.mjs"
import { Presenter } from "./presenter.mjs"
import { reachCode } from "./reachable.mjs"
import { Share } from "./share.mjs"
import { WalkBar } from "./walk_bar.mjs"

const tools = new WeakMap()
const styled = Promise.all(["tools.css", "keys.css", "present.css", "present_pages.css", "present_phone.css", "walk_bar.css"].map(loadStyles))

reachCode()

// Called for every message and every change of theme.
export async function show({ parentElement, data, setTriggerValue }) {
  const arrived = !tools.has(parentElement) || tools.get(parentElement).arrival !== data.arrival
  if (!tools.has(parentElement)) tools.set(parentElement, new Tools(parentElement, parentElement.querySelector(".gt")))
  const mine = tools.get(parentElement)
  mine.send = setTriggerValue
  mine.arrival = data.arrival
  const shown = choose(data)
  if (shown) setTriggerValue("go", shown)
  mine.presenter.keep(data.page)
  if (arrived) {
    list.arrive(data.opening)
    mine.presenter.open(data.opening)
  }
  // Which page is shown decides what is said of the list.
  list.tell()
  mine.answered(data.taken)
  await styled
}

export function dispose(parentElement) {
  tools.get(parentElement)?.share.dispose()
  tools.get(parentElement)?.bar.dispose()
  tools.get(parentElement)?.presenter.dispose()
  tools.get(parentElement)?.returns.disconnect()
  tools.delete(parentElement)
}

// The last file's entries that were taken, by the key of the answer.
let last

class Tools {
  constructor(parent, root) {
    // Within another page only the pictures are wanted: Streamlit would keep the navigation.
    const embedded = new URLSearchParams(location.search).get("embed") === "true"
    document.documentElement.toggleAttribute("data-gd-embedded", embedded)
    root.hidden = embedded
    root.setAttribute("role", "toolbar")
    root.setAttribute("aria-label", "Page")
    root.innerHTML = '<button type="button" class="gt-button" title="Share" aria-label="Share"></button>'
    this.share = new Share(root, root.querySelector("button"), (entry) => this.send("go", entry), (entries) => this.send("take", { entries }))
    this.bar = new WalkBar(parent, (by) => this.share.walk(by))
    this.presenter = new Presenter(root)
    this.returns = onReturn(() => this.send("back", Date.now()))
  }

  // The server has looked through a file, once.
  answered(taken) {
    if (!taken.key || taken.key === last) return
    last = taken.key
    this.share.listed.take(taken)
  }
}

// Calls `back` when the page is connected again after a break: Streamlit itself waits for a click.
function onReturn(back) {
  const app = document.querySelector("[data-test-connection-state]")
  let lost = false
  const observer = new MutationObserver(() => {
    const connected = app.dataset.testConnectionState === "CONNECTED"
    if (connected && lost) back()
    lost = !connected
  })
  if (app) observer.observe(app, { attributeFilter: ["data-test-connection-state"] })
  return observer
}
