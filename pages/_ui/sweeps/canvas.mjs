// A canvas that fills its place, sharp on every screen, in the app's own theme and type.

import { presenting, typeSize } from "./enlarged.mjs"
import { pageLook } from "./theme.mjs"

const TYPE = 12

export class Canvas {
  // `paint(context, width, height, type, look, font)` is called whenever something has changed.
  constructor(element, paint) {
    this.element = element
    this.paint = paint
    this.canvas = document.createElement("canvas")
    this.canvas.setAttribute("aria-hidden", "true")
    element.append(this.canvas)
    this.watch = new ResizeObserver(() => this.soon())
    this.watch.observe(element)
    this.again = () => this.soon()
    document.addEventListener("gd-present", this.again)
  }

  soon() {
    this.request ??= requestAnimationFrame(() => {
      this.request = null
      this.now()
    })
  }

  now() {
    const { clientWidth: width, clientHeight: height } = this.element
    if (!(width > 0 && height > 0)) return
    const ratio = devicePixelRatio
    const [full, tall] = [Math.round(width * ratio), Math.round(height * ratio)]
    if (this.canvas.width !== full || this.canvas.height !== tall) Object.assign(this.canvas, { width: full, height: tall })
    const context = this.canvas.getContext("2d")
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, width, height)
    const type = presenting() ? typeSize() : TYPE
    this.paint(context, width, height, type, pageLook(this.element), getComputedStyle(this.element).fontFamily)
    this.canvas.dataset.frame = Number(this.canvas.dataset.frame ?? 0) + 1
  }

  dispose() {
    this.watch.disconnect()
    cancelAnimationFrame(this.request)
    document.removeEventListener("gd-present", this.again)
  }
}

// Where a pointer is within `element`.
export function placeOf(event, element) {
  const box = element.getBoundingClientRect()
  return { x: event.clientX - box.left, y: event.clientY - box.top }
}

// Back to the pictures of the run that was just chosen.
export function toPlayer() {
  if (presenting()) return
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  document.querySelector(".st-key-player")?.scrollIntoView({ block: "start", behavior: calm ? "auto" : "smooth" })
}
