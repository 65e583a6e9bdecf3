// Runs in a page before its own scripts. Notes when the picture that is waited for was first
// painted with something on it: a shape in an SVG, a stroke, fill or image on a canvas, or words.
// What index.html itself carries, before the app has started, is noted apart: `early`.
{
  const SHAPES = "svg path, svg circle, svg line, svg rect, svg polyline, svg polygon, svg text"
  const first = (window.firstPicture = { selector: null, since: 0, painted: null, waiting: false, early: null })

  // From now on, a change in what `selector` names; `since` is when that was asked for.
  first.watch = (selector) => Object.assign(first, { selector, since: performance.now(), painted: null, waiting: true })

  // A message posted from a frame's callback arrives when that frame is drawn.
  const whenPainted = (note) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => note(performance.now())
    requestAnimationFrame(() => port2.postMessage(null))
  }

  const changed = () => {
    if (!first.waiting) return
    first.waiting = false
    whenPainted((now) => (first.painted = now))
  }

  // Into the early picture's closed root only a probe can look: a frame counts if it holds the
  // picture, drawn, and not only its place.
  const painted = new WeakSet()
  const attach = Element.prototype.attachShadow
  Element.prototype.attachShadow = function (how) {
    const root = attach.call(this, how)
    if (this.id === "first-picture") look(this, root)
    return root
  }
  const look = (host, root) => {
    const picture = first.selector && root.querySelector(first.selector)
    const canvases = [...(picture?.querySelectorAll("canvas") ?? [])]
    const drawn = picture && (picture.querySelector(SHAPES) || canvases.some((canvas) => painted.has(canvas)))
    if (drawn && !host.hidden) whenPainted((now) => (first.early = now))
    else if (host.isConnected) requestAnimationFrame(() => look(host, root))
  }

  const within = (node) => {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement
    const picture = element?.closest(first.selector) ?? element?.querySelector?.(first.selector)
    return picture && (picture.matches("h1, h2, p") || picture.querySelector(SHAPES) || picture.matches("svg"))
  }
  const seen = ({ target, addedNodes }) => within(target) || [...addedNodes].some(within)
  const watcher = new MutationObserver((records) => first.waiting && records.some(seen) && changed())
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true })

  for (const name of ["stroke", "fill", "fillRect", "fillText", "drawImage", "putImageData"]) {
    const original = CanvasRenderingContext2D.prototype[name]
    CanvasRenderingContext2D.prototype[name] = function (...args) {
      painted.add(this.canvas)
      const live = this.canvas.getRootNode?.() === document && this.canvas.closest(first.selector)
      if (first.waiting && live) changed()
      return original.apply(this, args)
    }
  }

  for (const type of ["pointerup", "keyup"]) {
    addEventListener(type, (event) => (first.since = Math.max(first.since, event.timeStamp)), true)
  }
}
