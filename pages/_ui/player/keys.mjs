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
const PRESSING = "button, a, summary, [role=button], [role=radio], [role=tab], [role=option]"

export function bindKeys(act) {
  const listener = (event) => {
    const action = KEYS[event.key]
    if (!action || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.composedPath()[0]
    if (target.closest?.(TYPING)) return
    if (event.key === " " && target.closest?.(PRESSING)) return
    // Streamlit has hotkeys of its own: R would run the script again.
    event.preventDefault()
    event.stopImmediatePropagation()
    act(action)
  }
  window.addEventListener("keydown", listener, true)
  return () => window.removeEventListener("keydown", listener, true)
}
