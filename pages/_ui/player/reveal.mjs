// Brings what was just opened into view, as soon as it is there, without taking the focus.

// Longer than any answer takes; whatever the visitor does with the page meanwhile ends the wait.
const PATIENCE = 30_000
// What is new may still grow for so long.
const GROWING = 3000
const HANDS = ["wheel", "touchmove", "pointerdown", "keydown"]

let leave = () => {}

// `selector` finds it, now or later.
export function reveal(selector) {
  leave()
  const sized = new ResizeObserver(([{ target }]) => toView(target))
  const look = () => {
    const found = document.querySelector(selector)
    if (!found || !found.getClientRects().length) return
    drawn.disconnect()
    sized.observe(found)
    setTimeout(end, GROWING)
  }
  const drawn = new MutationObserver(look)
  const end = () => {
    drawn.disconnect()
    sized.disconnect()
    for (const hand of HANDS) window.removeEventListener(hand, end, true)
  }
  leave = end
  drawn.observe(document.body, { childList: true, subtree: true })
  // What the press itself still does is no other wish.
  setTimeout(() => leave === end && HANDS.forEach((hand) => window.addEventListener(hand, end, { capture: true, passive: true })))
  setTimeout(end, PATIENCE)
  look()
}

// As far as is needed to see all of it, or its beginning where it is too tall.
function toView(element) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches
  element.scrollIntoView({ block: "nearest", behavior: calm ? "auto" : "smooth" })
}
