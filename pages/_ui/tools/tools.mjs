// The tools that every page has: a row of buttons in the page's head.

import { choose } from "./address.mjs"
import { list } from "./list.mjs"
import { tellHeight } from "./embedding.mjs"
import { loadStyles } from "./loading.mjs"
import { Presenter } from "./presenter.mjs"
import { Print } from "./print.mjs"
import { Steppers } from "./steppers.mjs"
import { reachCode } from "./reachable.mjs"
import { Share } from "./share.mjs"
import { Terms } from "./terms.mjs"
import { spreadColours } from "./theme_colours.mjs"
import { WalkBar } from "./walk_bar.mjs"

const tools = new WeakMap()
const STYLES = ["tools", "type", "contrast", "print", "embed", "keys", "present", "present_pages", "present_phone", "walk_bar"]
const styled = Promise.all(STYLES.map((name) => loadStyles(`${name}.css`)))

reachCode()

// Called for every message and every change of theme.
export async function show({ parentElement, data, setTriggerValue }) {
  const arrived = !tools.has(parentElement) || tools.get(parentElement).arrival !== data.arrival
  if (!tools.has(parentElement)) tools.set(parentElement, new Tools(parentElement, parentElement.querySelector(".gt")))
  const mine = tools.get(parentElement)
  spreadColours(parentElement.querySelector(".gt"))
  mine.send = setTriggerValue
  mine.arrival = data.arrival
  const shown = choose(data)
  if (shown) setTriggerValue("go", shown)
  mine.presenter.keep(data.page)
  mine.share.host = data.host
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
  tools.get(parentElement)?.dispose()
  tools.delete(parentElement)
}

// The last file's entries that were taken, by the key of the answer.
let last

class Tools {
  constructor(around, root) {
    // Within another page only the pictures are wanted: Streamlit would keep the navigation.
    const embedded = new URLSearchParams(location.search).get("embed") === "true"
    document.documentElement.toggleAttribute("data-gd-embedded", embedded)
    root.hidden = embedded
    root.setAttribute("role", "toolbar")
    root.setAttribute("aria-label", "Page")
    root.innerHTML = '<button type="button" class="gt-button" title="Share" aria-label="Share"></button>'
    this.share = new Share(root, root.querySelector("button"), (entry) => this.send("go", entry), (entries) => this.send("take", { entries }))
    this.bar = new WalkBar(around, (by) => this.share.walk(by))
    this.presenter = new Presenter(root)
    this.print = new Print(root)
    if (embedded && parent !== window) this.untell = tellHeight()
    this.terms = new Terms(root)
    this.steppers = new Steppers()
    this.returns = onReturn(() => this.send("back", Date.now()))
  }

  dispose() {
    for (const part of [this.share, this.bar, this.presenter, this.print, this.terms, this.steppers]) part.dispose()
    this.returns.disconnect()
    this.untell?.()
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
