// Runs in the page before its own scripts. Marks the frames in which the picture changed:
// a change is a mutation inside Plotly's drawing or a stroke on the canvas in front of it.
{
  const PICTURE = ".gd-surface, .stPlotlyChart"
  const probe = (window.probe = { frames: [], released: null, painted: null, waiting: true })
  let dirty = false

  probe.arm = () => Object.assign(probe, { released: null, painted: null, waiting: true })

  const changed = () => {
    dirty = true
    if (!probe.waiting) return
    probe.waiting = false
    // A message posted from a frame's callback arrives when that frame is drawn.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => (probe.painted = performance.now())
    requestAnimationFrame(() => port2.postMessage(null))
  }

  const drawn = ({ target }) => target.closest?.(".main-svg")?.closest(PICTURE)
  new MutationObserver((records) => records.some(drawn) && changed()).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
  })

  for (const name of ["stroke", "fill"]) {
    const original = CanvasRenderingContext2D.prototype[name]
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      if (this.canvas.closest?.(PICTURE)) changed()
      return original.apply(this, args)
    }
  }

  addEventListener("pointerup", (event) => (probe.released = event.timeStamp), true)

  const tick = (now) => {
    if (dirty) probe.frames.push(now)
    dirty = false
    requestAnimationFrame(tick)
  }
  requestAnimationFrame(tick)
}
