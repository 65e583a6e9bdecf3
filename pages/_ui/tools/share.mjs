// The Share panel: the link, its QR code, the embed snippet, and the list of a teacher.

import { entry, entryLink, keep, link, listText } from "./address.mjs"
import { LISTENER } from "./embedding.mjs"
import { loadStyles } from "./loading.mjs"
import { reachable } from "./reach.mjs"

const ICON = "M12 3v12M7 8l5-5 5 5M5 13v7h14v-7"
const FRAME_HEIGHT = 640
const LONGEST_CODE = 1500

const HTML = `
<h2>Share what is shown</h2>
<div class="gt-choice" role="radiogroup" aria-label="The link opens">
  <label><input type="radio" name="gt-pinned" value="" checked /><span>From the start</span></label>
  <label><input type="radio" name="gt-pinned" value="pinned" /><span>This step</span></label>
</div>
<div class="gt-row">
  <input class="gt-link" type="text" readonly aria-label="Link" />
  <button type="button" data-copy="link">Copy link</button>
</div>
<div class="gt-row gt-code">
  <button type="button" class="gt-grow" title="Larger, for a room of phones"><img class="gt-qr" alt="QR code of the link" /></button>
  <div class="gt-embed">
    <label>For a course page<textarea class="gt-snippet" readonly rows="4"></textarea></label>
    <button type="button" data-copy="snippet">Copy embed code</button>
  </div>
</div>
<p class="gt-long" hidden></p>
<p class="gt-reach" hidden></p>
<h2>A list for a lesson</h2>
<ol class="gt-list"></ol>
<div class="gt-row">
  <button type="button" class="gt-add">Add what is shown</button>
  <button type="button" data-copy="list">Copy the list's link</button>
</div>
<p class="gt-hint">Page Down and Page Up, or a clicker, walk through the list.</p>
<p class="gt-said" role="status"></p>`

export class Share {
  // `go` shows an entry of the list.
  constructor(root, button, go) {
    Object.assign(this, { root, go, entries: [], at: 0 })
    this.panel = panelOf(root)
    this.find = (selector) => this.panel.querySelector(selector)
    this.button = button
    button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON}"/></svg>`
    button.popoverTargetElement = this.panel
    this.styled = loadStyles("share.css")
    this.panel.addEventListener("toggle", ({ newState }) => newState === "open" && this.refresh())
    this.panel.addEventListener("change", () => this.refresh())
    this.panel.addEventListener("click", ({ target }) => this.clicked(target.closest("button")))
    // Who has a list takes the event.
    this.walked = (event) => {
      if (this.entries.length) event.preventDefault()
      this.walk(event.detail)
    }
    this.changed = () => this.panel.matches(":popover-open") && this.refresh()
    document.addEventListener("gd-walk", this.walked)
    document.addEventListener("gd-address", this.changed)
  }

  // The list that a link brought along, and the place in it.
  open({ list, at = 1 }) {
    if (list) Object.assign(this, { entries: list, at: Math.min(at, list.length) })
  }

  get pinned() {
    // Of two panels, while a page gives way to the next, the new one may have taken the other choice away.
    return this.find("[name=gt-pinned][value=pinned]").checked
  }

  refresh() {
    const { url, told: reach } = reachable(link({ pinned: this.pinned }), this.host)
    this.find(".gt-reach").textContent = reach
    this.find(".gt-reach").hidden = !reach
    this.find(".gt-link").value = url
    this.find(".gt-snippet").value = snippet(url)
    const long = url.length > LONGEST_CODE
    this.find(".gt-grow").hidden = long
    if (!long) this.draw(url)
    this.find(".gt-long").hidden = !long
    this.find(".gt-long").textContent = `A QR code holds ${LONGEST_CODE} characters; this link has ${url.length}.`
    this.find("[data-copy=list]").disabled = this.entries.length === 0
    this.find(".gt-list").replaceChildren(...this.entries.map((each, place) => this.row(each, place)))
  }

  draw(url) {
    const source = new URL(`share/qr.svg?link=${encodeURIComponent(url)}`, window.__streamlit?.BACKEND_BASE_URL ?? document.baseURI).href
    const image = this.find(".gt-qr")
    if (image.src === source) return
    image.src = source
    // A busy server asks to come again: a few times, and only while this link is the one to show.
    let tries = 4
    image.onerror = () => {
      if (tries-- > 0) setTimeout(() => image.src === source && (image.src = source), 1500)
    }
  }

  row(each, place) {
    const item = document.createElement("li")
    if (place + 1 === this.at) item.setAttribute("aria-current", "true")
    item.append(
      press(told(each), `Show entry ${place + 1}`, () => this.show(place)),
      press("↑", `Move entry ${place + 1} up`, () => this.move(place, -1)),
      press("↓", `Move entry ${place + 1} down`, () => this.move(place, 1)),
      press("✕", `Remove entry ${place + 1}`, () => this.remove(place)),
    )
    return item
  }

  clicked(button) {
    if (!button) return
    if (button.dataset.copy) this.copy(button.dataset.copy)
    if (button.matches(".gt-grow")) this.panel.classList.toggle("gt-large")
    if (button.matches(".gt-add")) this.change(() => this.entries.push(entry({ pinned: this.pinned })), this.entries.length + 1)
  }

  async copy(what) {
    const texts = { link: ".gt-link", snippet: ".gt-snippet" }
    const field = texts[what] && this.find(texts[what])
    const text = field ? field.value : this.listLink()
    const done = await toClipboard(text, field ?? this.find(".gt-link"))
    this.find(".gt-said").textContent = done ? "Copied." : "Your browser does not let a page copy: select the text and copy it."
  }

  listLink() {
    return entryLink(this.entries[0], { list: listText(this.entries), at: 1 })
  }

  show(place) {
    if (!this.entries[place]) return
    this.change(() => {}, place + 1)
    this.go(this.entries[place])
  }

  walk(by) {
    this.show(this.at - 1 + by)
  }

  move(place, by) {
    const to = place + by
    if (!this.entries[to]) return
    this.change(() => this.entries.splice(to, 0, ...this.entries.splice(place, 1)), this.at)
  }

  remove(place) {
    this.change(() => this.entries.splice(place, 1), Math.min(this.at, Math.max(1, this.entries.length - 1)))
  }

  change(change, at) {
    change()
    this.at = at
    const some = this.entries.length > 0
    keep({ list: some ? listText(this.entries) : undefined, at: some ? at : undefined })
    this.refresh()
  }

  dispose() {
    document.removeEventListener("gd-walk", this.walked)
    document.removeEventListener("gd-address", this.changed)
  }
}

function panelOf(root) {
  const panel = document.createElement("div")
  panel.className = "gt-share"
  panel.popover = "auto"
  panel.setAttribute("role", "dialog")
  panel.setAttribute("aria-label", "Share")
  panel.innerHTML = HTML
  root.append(panel)
  return panel
}

// An entry in a few words: its page, then what it says.
function told({ page, fields }) {
  const said = Object.entries(fields).map(([name, value]) => `${name.replaceAll("_", " ")} ${value}`)
  return [page, ...said].join(" · ")
}

function snippet(url) {
  const framed = new URL(url)
  framed.searchParams.set("embed", "true")
  const source = framed.href.replaceAll("%2C", ",").replaceAll("&", "&amp;")
  return `<iframe src="${source}" title="Gradient Descent Lab" width="100%" height="${FRAME_HEIGHT}" style="border:0" allow="fullscreen; clipboard-write" loading="lazy"></iframe>${LISTENER}`
}

function press(text, label, act) {
  const button = Object.assign(document.createElement("button"), { type: "button", textContent: text, title: label })
  button.setAttribute("aria-label", text.length > 1 ? `${label}: ${text}` : label)
  button.addEventListener("click", (event) => {
    event.stopPropagation()
    act()
  })
  return button
}

// Without TLS, or within another page, the clipboard may be out of reach: then the old way.
async function toClipboard(text, field) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    const shown = field.value
    field.value = text
    field.select()
    const done = document.execCommand("copy")
    field.value = shown
    return done
  }
}
