// Within another page: tells it how high this one is, so that its frame can be made to fit. Only a number is told.

// What the page around it listens for; share.mjs writes the lines that do.
export const MESSAGE = "gradientDescentLabHeight"

// A page that is still coming is too low for its own pictures to begin.
const DRAWN = ".gd-surface .main-svg, .gw-svg, .gb-drawing, h1"
const MAIN = '[data-testid="stMainBlockContainer"]'

// Tells the height now and at every change; gives what ends it.
export function tellHeight() {
  let told = 0
  const tell = () => {
    if (!document.querySelector(DRAWN)) return
    // The bar of a list stands below.
    const bar = document.querySelector(".gt-walk")?.offsetHeight ?? 0
    const height = bar + Math.ceil(document.querySelector(MAIN)?.getBoundingClientRect().height ?? 0)
    if (height && height !== told) parent.postMessage({ [MESSAGE]: (told = height) }, "*")
  }
  const sizes = new ResizeObserver(tell)
  const parts = new MutationObserver(() => {
    const main = document.querySelector(MAIN)
    if (main) sizes.observe(main)
    tell()
  })
  parts.observe(document.body, { childList: true, subtree: true })
  return () => [sizes, parts].forEach((observer) => observer.disconnect())
}

// The lines that stand behind the frame in a course page; without them it keeps the height that it has.
export const LISTENER = `<script>
(frame => addEventListener("message", ({ source, data }) => {
  if (source === frame.contentWindow && data?.${MESSAGE} > 0) frame.height = data.${MESSAGE}
}))(document.currentScript.previousElementSibling)
</script>`
