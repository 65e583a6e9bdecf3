// Who gets a key: the page's own tools, or the player. Keys typed into a field, or meant for a
// focused control, stay there.

import { ACTIONS } from "./key_table.mjs"

const TYPING = "textarea, select, [contenteditable], [role=combobox], [role=listbox], dialog, [role=dialog]"
const LETTERLESS = ["range", "radio", "checkbox", "button", "submit"]
const SLIDING = "input[type=range], [role=slider]"
const SLIDES = /^(Arrow|Page|Home|End)/
const ROVING = "[role=radio], [role=tab], [role=option], [role=menuitem], input[type=radio]"
const OPEN = "dialog[open], [popover=auto]:popover-open, [role=combobox][aria-expanded=true], [data-baseweb=popover] *"
const PRESSING = "button, a, summary, [role=button], input"

// Of several players on a page, the one that was last touched has the keys; before, the first.
const players = []
let page = {}
// Who takes the next key, whatever it is.
let taker = null
// A control that was only clicked does not keep the keys: whoever picks an experiment with
// the mouse and presses the space bar means the player. One reached with Tab does.
let tabbed = false

// `act(action)` does what a key of the table means, where `can(action)`; gives what unbinds them.
export function bindKeys(root, act, can = () => true) {
  const player = { root, act, can }
  players.push(player)
  return () => players.splice(players.indexOf(player), 1)
}

// What keys do on every page: by the name of each action what to do, false if there is nothing to.
export function bindPage(actions) {
  page = actions
}

// The next key goes to `take` alone, wherever the focus is; null ends that.
export function nextKey(take) {
  taker = take
}

// Does `action` as its key would; false if nobody takes it.
export function perform(action) {
  if (page[action]) return page[action]() !== false
  const [player] = players
  if (!player?.can(action)) return false
  player.act(action)
  return true
}

function pressed(event) {
  if (taker) return taken(event)
  if (event.key === "Tab") tabbed = true
  const action = ACTIONS[event.key]
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return
  if (kept(event.composedPath()[0], event.key) || !perform(action)) return
  // Streamlit has hotkeys of its own: R would run the script again.
  swallow(event)
}

function taken(event) {
  swallow(event)
  // A key that is held down is one key.
  if (!event.repeat) taker()
}

function swallow(event) {
  event.preventDefault()
  event.stopImmediatePropagation()
}

// Whether the focused `target` needs the key itself.
function kept(target, key) {
  if (key === "Escape") return opened()
  // Nothing is focused but the page.
  if (!target.closest) return false
  if (target.closest(TYPING)) return true
  // Some say themselves which keys they need.
  const own = target.closest("[data-own-keys]")
  if (own) return own.dataset.ownKeys.split(",").includes(key)
  if (target.matches("input") && !LETTERLESS.includes(target.type)) return true
  if (target.closest(SLIDING)) return SLIDES.test(key)
  if (tabbed && target.closest(ROVING)) return SLIDES.test(key) || key === " "
  return tabbed && key === " " && target.closest(PRESSING) !== null
}

// Whether something is open that Escape closes: it is left to that, wherever the focus is.
const opened = () => document.querySelector(OPEN) !== null

// Released over a focused button, the space bar would press it all the same.
function released(event) {
  if (event.key !== " " || tabbed || !players.length) return
  const target = event.composedPath()[0]
  if (target.closest?.(TYPING) || !target.closest?.(`${PRESSING}, ${ROVING}`)) return
  swallow(event)
}

function touched({ target }) {
  const place = players.findIndex(({ root }) => root.contains(target))
  if (place > 0) players.unshift(...players.splice(place, 1))
}

function clicked(event) {
  tabbed = false
  touched(event)
}

const LISTENERS = { keydown: pressed, keyup: released, pointerdown: clicked, focusin: touched }
for (const [type, listener] of Object.entries(LISTENERS)) window.addEventListener(type, listener, true)
