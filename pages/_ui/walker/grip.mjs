// Hands on the picture: mouse, finger and keys.

const REACH = 48
const SMALL = 0.01
const LARGE = 0.1
const CLICK = 5

// `act` has place() (the walker's x and y), grab(w), drop(), click(w), nudge(share), step(), play().
export function grip(element, scales, act) {
  let pressed = null
  const local = (event) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const down = (event) => {
    if (event.button !== 0) return
    const point = local(event)
    const walker = act.place()
    // The figure stands above its feet: a hand grips it there, too.
    pressed = { ...point, held: Math.hypot(point.x - walker.x, point.y - walker.y + 10) < REACH, moved: false }
    element.setPointerCapture(event.pointerId)
  }
  const move = (event) => {
    const point = local(event)
    if (!pressed) {
      const walker = act.place()
      element.classList.toggle("gw-near", Math.hypot(point.x - walker.x, point.y - walker.y + 10) < REACH)
      return
    }
    if (Math.abs(point.x - pressed.x) > CLICK) pressed.moved = true
    if (pressed.moved && pressed.held) act.grab(scales().w(point.x))
  }
  const up = (event) => {
    const was = pressed
    pressed = null
    if (was?.moved) act.drop()
    else if (was && event.type === "pointerup") act.click(scales().w(was.x))
  }
  const key = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const size = event.shiftKey ? LARGE : SMALL
    const acts = {
      ArrowLeft: () => act.nudge(-size),
      ArrowRight: () => act.nudge(size),
      Enter: () => act.step(),
      " ": () => act.play(),
    }
    if (!acts[event.key]) return
    event.preventDefault()
    event.stopPropagation()
    acts[event.key]()
  }
  const bindings = { pointerdown: down, pointermove: move, pointerup: up, pointercancel: up, keydown: key }
  for (const [type, listener] of Object.entries(bindings)) element.addEventListener(type, listener)
}
