// The tools that every page has: a row of buttons in the page's head.

import { choose } from "./address.mjs"
import { loadStyles } from "./loading.mjs"
import { Share } from "./share.mjs"

const tools = new WeakMap()
const styled = loadStyles("tools.css")

// Called for every message and every change of theme.
export async function show({ parentElement, data, setTriggerValue }) {
  const arrived = !tools.has(parentElement) || tools.get(parentElement).arrival !== data.arrival
  if (!tools.has(parentElement)) tools.set(parentElement, new Tools(parentElement.querySelector(".gt")))
  const mine = tools.get(parentElement)
  mine.send = setTriggerValue
  mine.arrival = data.arrival
  choose(data)
  if (arrived) mine.share.open(data.opening)
  await styled
}

export function dispose(parentElement) {
  tools.get(parentElement)?.share.dispose()
  tools.delete(parentElement)
}

class Tools {
  constructor(root) {
    // Within another page only the pictures are wanted.
    root.hidden = new URLSearchParams(location.search).get("embed") === "true"
    root.setAttribute("role", "toolbar")
    root.setAttribute("aria-label", "Page")
    root.innerHTML = '<button type="button" class="gt-button" title="Share" aria-label="Share"></button>'
    this.share = new Share(root, root.querySelector("button"), (entry) => this.send("go", entry))
  }
}
