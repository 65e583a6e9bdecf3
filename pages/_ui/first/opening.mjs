// The page's first picture, seen before Streamlit has started: it lies over the app, lets every
// click through, and goes in the very frame in which the app's own picture stands in its place.

// Pixels by which the two may be apart, and how long (ms) the app's may take to come there.
const NEAR = 3
const SETTLING = 1500
// A page that stands still has a picture soon after, or has none.
const WAITING = 8000
// Longer than any start: then whatever the app shows is what there is.
const GIVE_UP = 30_000
const TROUBLE =
  "[data-testid=stException], [data-testid=stAlert], [data-testid=stErrorElement], [role=dialog]:not([popover])"
// What stands for a widget whose script has not come yet.
const COMING = "[data-testid=stSkeleton]"
const STILL = "[data-testid=stApp][data-test-script-state=notRunning] [data-testid=stElementContainer]"
const HANDS = ["pointerdown", "keydown", "wheel", "touchmove"]

// `draw(frame, data)` draws into the frame and gives (or promises) a function that draws anew. `picture` names
// what is drawn, here and in the app, where `drawn` is found in it when it is to be seen, and
// `beside` somewhere on the page.
export async function open({ draw, picture, drawn, beside = "body" }) {
  const host = document.getElementById("first-picture")
  // A link with a query asks for something else than how the page begins.
  if (location.search) return host.remove()
  const leave = settle(host)
  try {
    const frame = unfold(host)
    const redraw = await draw(frame, JSON.parse(document.getElementById("first-data").textContent))
    document.fonts.ready.then(redraw)
    addEventListener("resize", redraw)
    const began = location.pathname
    const live = () => [...document.querySelectorAll(picture)].find((each) => each.querySelector(drawn))
    const there = { live, whole: () => document.querySelector(beside), elsewhere: () => location.pathname !== began }
    watch(frame.querySelector(picture), there, () => {
      removeEventListener("resize", redraw)
      leave()
    })
  } catch (error) {
    leave()
    throw error
  }
}

// In a closed root: what searches the page, or styles it, finds the app's own elements only.
function unfold(host) {
  host.dataset.theme = theme()
  const root = host.attachShadow({ mode: "closed" })
  root.append(document.getElementById("first-frame").content)
  host.hidden = false
  return root.querySelector(".page")
}

// What the visitor chose in Streamlit's menu, else what the system prefers.
function theme() {
  const chosen = remembered()
  if (chosen === "Light" || chosen === "Dark") return chosen.toLowerCase()
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light"
}

function remembered() {
  try {
    return JSON.parse(localStorage.getItem(`stActiveTheme-${location.pathname}-v2`))
  } catch {
    return null
  }
}

// Gives the function that ends it all; a hand on the page does so too, once the app is there.
function settle(host) {
  const leave = () => {
    host.remove()
    for (const type of HANDS) removeEventListener(type, touched, true)
  }
  const touched = () => document.querySelector("[data-testid=stMain]") && leave()
  for (const type of HANDS) addEventListener(type, touched, { capture: true, passive: true })
  return leave
}

// Looks once a frame, before it is painted, so that the app's picture takes over without a gap.
function watch(early, { live, whole, elsewhere }, leave) {
  const seen = new Clock()
  const still = new Clock()
  const look = (now) => {
    const shown = live()
    const here = !document.querySelector(COMING)
    const late =
      seen.since(here && shown, now) > SETTLING || still.since(here && document.querySelector(STILL), now) > WAITING
    const over = !early.isConnected || late || now > GIVE_UP || elsewhere() || document.querySelector(TROUBLE)
    if (over || (shown && whole() && near(early, shown))) leave()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

// For how long something has been so.
class Clock {
  since(so, now) {
    this.from = so ? (this.from ?? now) : null
    return so ? now - this.from : 0
  }
}

function near(early, live) {
  const [a, b] = [early, live].map((element) => element.getBoundingClientRect())
  return ["left", "top", "width", "height"].every((side) => Math.abs(a[side] - b[side]) <= NEAR)
}
