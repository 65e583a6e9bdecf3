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

export function bindKeys(act) {
  // A control that was only clicked does not keep the keys: whoever picks an experiment with
  // the mouse and presses the space bar means the player. One reached with Tab does.
  let tabbed = false
  const clicked = () => (tabbed = false)
  const listener = (event) => {
    if (event.key === "Tab") tabbed = true
    const action = KEYS[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.composedPath()[0]
    if (target.closest?.(TYPING)) return
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
  const bindings = [["keydown", listener], ["keyup", release], ["pointerdown", clicked]]
  for (const [type, act] of bindings) window.addEventListener(type, act, true)
  return () => {
    for (const [type, act] of bindings) window.removeEventListener(type, act, true)
  }
}
