// What scrolls is a stop of the Tab key while it does, so that the arrow keys reach what is beyond its edge.

const watch = new ResizeObserver((entries) => {
  for (const { target } of entries) mark(target.closest("[data-reachable]"))
})

function mark(element) {
  if (!element) return
  const scrolls = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight
  if (scrolls) element.tabIndex = 0
  else element.removeAttribute("tabindex")
}

// `element`, which is a stop while its content is larger than itself.
export function reachable(element) {
  element.dataset.reachable = ""
  for (const each of [element, ...element.children]) watch.observe(each)
  return element
}

// The same for all code on the page that is no stop already, now and later: Streamlit draws it.
export function reachCode() {
  const all = document.getElementsByTagName("pre")
  const look = () => {
    for (const each of all) if (!("reachable" in each.dataset || each.hasAttribute("tabindex"))) reachable(each)
  }
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  look()
}
