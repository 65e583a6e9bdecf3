// The ring at the first run's start, as something to drag: where it is let go, the descent starts anew.

// Pixels, as for a click.
const STILL = 4

export class StartGrip {
  // `player` has the surface with its pointer, and clicked(landing).
  constructor(player) {
    this.player = player
    this.element = document.createElement("div")
    this.element.className = "gd-grip"
    this.element.setAttribute("aria-hidden", "true")
    player.parts.surface.parentElement.append(this.element)
    const listeners = { pointerdown: this.press, pointermove: this.move, pointerup: this.release, pointercancel: this.drop, pointerleave: this.leave }
    for (const [type, listener] of Object.entries(listeners)) this.element.addEventListener(type, listener.bind(this))
  }

  // Over the ring, unless that is out of sight or hands off.
  place() {
    const { tracks, surface, bet } = this.player
    if (this.pressed) return
    const at = bet.open || !surface.attached ? null : surface.pixelOf(tracks[0].x[0], tracks[0].y[0])
    this.element.hidden = at === null
    if (at) this.moveTo(at)
  }

  moveTo({ px, py }) {
    const { surface } = this.player.parts
    this.element.style.transform = `translate(${surface.offsetLeft + px}px, ${surface.offsetTop + py}px)`
  }

  press(event) {
    if (event.button !== 0) return
    event.preventDefault()
    this.element.setPointerCapture(event.pointerId)
    this.pressed = { x: event.clientX, y: event.clientY }
    this.element.style.color = this.player.tracks[0].color
  }

  // Within the picture the ring goes with the pointer, and what is said is where it would start.
  move(event) {
    const { pointer, surface } = this.player
    const at = surface.placeAt(event)
    if (!this.pressed) return pointer.overStart(at)
    this.moved ||= Math.hypot(event.clientX - this.pressed.x, event.clientY - this.pressed.y) >= STILL
    this.element.classList.toggle("gd-dragging", Boolean(this.moved))
    if (!at) return
    this.moveTo(at)
    pointer.overSurface(at)
  }

  release(event) {
    const { surface, pointer } = this.player
    const at = this.pressed && surface.placeAt(event)
    this.drop()
    if (at) this.player.clicked(pointer.landing(at))
  }

  drop() {
    this.pressed = this.moved = null
    this.element.classList.remove("gd-dragging")
    this.place()
  }

  leave() {
    if (!this.pressed) this.player.pointer.overSurface(null)
  }
}
