// Presentation mode: pictures that fill the screen, in type for the back row. It is a mark on the
// page's root, which styles and pictures go by; nothing is asked of the server.

import { tell } from "./address.mjs"
import { presenting } from "./enlarged.mjs"

const root = document.documentElement
const owner = {}
let scrolled = 0
let byKey = false

// Enters presentation mode, or leaves it and shows everything where it was.
export function present(on = !presenting()) {
  if (on === presenting()) return
  if (on) scrolled = scroller()?.scrollTop ?? 0
  if (on) root.dataset.gdPresent = ""
  else delete root.dataset.gdPresent
  fold(true)
  if (on) scroller()?.scrollTo(0, 0)
  tellAddress()
  document.dispatchEvent(new Event("gd-present"))
  if (!on) requestAnimationFrame(() => scroller()?.scrollTo(0, scrolled))
}

// The controls that a presenter seldom needs, folded away or not.
export function fold(folded = root.dataset.gdControls !== undefined) {
  if (folded) delete root.dataset.gdControls
  else root.dataset.gdControls = ""
}

export function tellAddress() {
  tell(owner, presenting() ? { present: 1 } : null)
}

export function fullScreen() {
  byKey = document.fullscreenElement !== null
  if (byKey) return document.exitFullscreen()
  // Within another page it may not be allowed.
  return root.requestFullscreen?.().catch(() => {})
}

// Out of full screen the browser itself takes Escape, and no key arrives: that leaves presentation
// mode as well. Gives what ends the watch.
export function watchFullScreen() {
  const changed = () => {
    if (!document.fullscreenElement && !byKey) present(false)
    byKey = false
  }
  document.addEventListener("fullscreenchange", changed)
  return () => document.removeEventListener("fullscreenchange", changed)
}

const scroller = () => document.querySelector('[data-testid="stMain"]')
