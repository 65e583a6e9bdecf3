// Every key of the player. Keys typed into a field, or meant for a focused control, stay there.

const KEYS = {
  " ": "play",
  ArrowLeft: "back",
  ArrowRight: "forward",
  Home: "restart",
  End: "end",
  r: "replay",
  R: "replay",
  "+": "faster",
  "-": "slower",
}
const TYPING = "input, textarea, select, [contenteditable], [role=slider], [role=combobox], [role=listbox]"
const ROVING = "[role=radio], [role=tab], [role=option], [role=menuitem]"
const PRESSING = "button, a, summary, [role=button]"

// Of several players on a page, the one that was last touched has the keys; before, the first.
const players = []

export function bindKeys(root, act) {
  players.push(root)
  // A control that was only clicked does not keep the keys: whoever picks an experiment with
  // the mouse and presses the space bar means the player. One reached with Tab does.
  let tabbed = false
  const clicked = () => (tabbed = false)
  const touched = ({ target }) => {
    const touch = players.find((player) => player.contains(target))
    if (touch) players.unshift(...players.splice(players.indexOf(touch), 1))
  }
  const listener = (event) => {
    if (event.key === "Tab") tabbed = true
    const action = KEYS[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.composedPath()[0]
    if (players[0] !== root || target.closest?.(TYPING)) return
    if (tabbed && target.closest?.(ROVING)) return
    if (tabbed && event.key === " " && target.closest?.(PRESSING)) return
    // Streamlit has hotkeys of its own: R would run the script again.
    event.preventDefault()
    event.stopImmediatePropagation()
    act(action)
  }
  // Released over a focused button, the space bar would press it all the same.
  const release = (event) => {
    if (event.key === " " && !tabbed && event.composedPath()[0].closest?.(`${PRESSING}, ${ROVING}`)) {
      event.preventDefault()
      event.stopImmediatePropagation()
    }
  }
  const bindings = [["keydown", listener], ["keyup", release], ["pointerdown", clicked], ["pointerdown", touched], ["focusin", touched]]
  for (const [type, act] of bindings) window.addEventListener(type, act, true)
  return () => {
    players.splice(players.indexOf(root), 1)
    for (const [type, act] of bindings) window.removeEventListener(type, act, true)
  }
}
