// The Share panel: a link to what is shown or to the list, its QR code and its embed code; and the list itself.

import { entry, entryLink, link, listText, playing } from "./address.mjs"
import { LISTENER } from "./embedding.mjs"
import { list, LONGEST_LINK, tooLong } from "./list.mjs"
import { ListPanel } from "./list_panel.mjs"
import { loadStyles } from "./loading.mjs"
import { reachable } from "./reach.mjs"

const ICON = "M12 3v12M7 8l5-5 5 5M5 13v7h14v-7"
const FRAME_HEIGHT = 640
const LONGEST_CODE = 1500

const HTML = `
<h2>Share what is shown</h2>
<div class="gt-choice" role="radiogroup" aria-label="The link opens">
  <label><input type="radio" name="gt-what" value="start" checked /><span>From the start</span></label>
  <label><input type="radio" name="gt-what" value="step" /><span class="gt-this">This step</span></label>
  <label><input type="radio" name="gt-what" value="list" /><span class="gt-whole">The list</span></label>
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
<div class="gt-lesson"></div>
<p class="gt-said" role="status"></p>`

export class Share {
  // `go` shows an entry of the list; `take` has the server look through a file's entries.
  constructor(root, button, go, take) {
    Object.assign(this, { root, button, go })
    this.panel = panelOf(root)
    this.find = (selector) => this.panel.querySelector(selector)
    button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${ICON}"/></svg>`
    button.popoverTargetElement = this.panel
    this.styled = loadStyles("share.css")
    this.listed = new ListPanel(this.find(".gt-lesson"), {
      shown: () => this.entry(),
      show: (place) => this.show(place),
      copy: () => this.copyText(reachable(listLink(), this.host).url, this.find(".gt-link")),
      say: (text) => this.say(text),
      take,
    })
    // Whoever opens it shares what is shown now, not what was chosen for another run.
    this.panel.addEventListener("toggle", ({ newState }) => newState === "open" && this.opened())
    this.find(".gt-choice").addEventListener("change", () => this.chosen())
    this.panel.addEventListener("click", ({ target }) => this.clicked(target.closest("button")))
    // Who has a list takes the event.
    this.walked = (event) => {
      if (list.entries.length) event.preventDefault()
      this.walk(event.detail)
    }
    this.changed = () => this.panel.matches(":popover-open") && this.refresh()
    document.addEventListener("gd-walk", this.walked)
    document.addEventListener("gd-address", this.changed)
    list.addEventListener("change", this.changed)
  }

  get what() {
    // Of two panels, while a page gives way to the next, the new one may have taken the choice away.
    return this.find("[name=gt-what]:checked")?.value ?? "start"
  }

  opened() {
    this.find("[value=start]").checked = true
    this.say("")
    this.listed.draw()
    this.chosen()
  }

  chosen() {
    this.step = null
    this.refresh()
  }

  // What the link opens, as an entry of a list. Of a run that plays, the step at which that was chosen.
  entry() {
    if (this.what !== "step") return entry()
    if (!this.step || !playing()) this.step = entry({ pinned: true })
    return this.step
  }

  get url() {
    if (this.what === "list") return listLink()
    return this.what === "step" ? entryLink(this.entry()) : link({ pinned: false })
  }

  refresh() {
    this.choices()
    const { url, told } = reachable(this.url, this.host)
    write(this.find(".gt-reach"), told)
    this.find(".gt-reach").hidden = !told
    const sent = !tooLong(url)
    this.find(".gt-link").value = sent ? url : ""
    this.find(".gt-snippet").value = sent ? snippet(url) : ""
    for (const each of this.panel.querySelectorAll("[data-copy]")) each.disabled = !sent
    const coded = url.length <= LONGEST_CODE
    this.find(".gt-grow").hidden = !coded
    if (coded) this.draw(url)
    this.find(".gt-long").hidden = coded
    this.find(".gt-long").textContent = coded ? "" : bounds(url, sent, this.what === "list")
  }

  choices() {
    const { step } = (this.what === "step" ? this.entry() : entry({ pinned: true })).fields
    const { length } = list.entries
    const there = { step: step !== undefined, list: length > 0 }
    write(this.find(".gt-this"), `This step (${step})`)
    write(this.find(".gt-whole"), `The list (${length})`)
    if (there[this.what] === false) this.find("[value=start]").checked = true
    for (const [name, yes] of Object.entries(there)) this.find(`[value=${name}]`).closest("label").hidden = !yes
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

  clicked(button) {
    if (!button) return
    if (button.dataset.copy) this.copy(button.dataset.copy)
    if (button.matches(".gt-grow")) this.panel.classList.toggle("gt-large")
  }

  copy(what) {
    const field = this.find({ link: ".gt-link", snippet: ".gt-snippet" }[what])
    return this.copyText(field.value, field)
  }

  async copyText(text, field) {
    if (tooLong(text) && field.matches(".gt-link")) return this.say(bounds(text, false, true))
    const done = await toClipboard(text, field)
    this.say(done ? "Copied." : "Your browser does not let a page copy: select the text and copy it.")
  }

  say(text) {
    write(this.find(".gt-said"), text)
  }

  show(place) {
    const wanted = list.to(place)
    if (wanted) this.go(wanted)
  }

  walk(by) {
    this.show(list.next(by))
  }

  dispose() {
    document.removeEventListener("gd-walk", this.walked)
    document.removeEventListener("gd-address", this.changed)
    list.removeEventListener("change", this.changed)
    this.listed.dispose()
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

const listLink = () => entryLink(list.entries[0], { list: listText(list.entries), at: 1 })

// Why there is no QR code, or no link at all.
function bounds(url, sent, isList) {
  const size = url.length.toLocaleString("en")
  const help = isList ? " Shorten names and notes, take entries out, or save the list as a file." : ""
  const most = (sent ? LONGEST_CODE : LONGEST_LINK).toLocaleString("en")
  const what = sent ? `A phone reads a QR code of at most ${most} characters` : `A link may have at most ${most} characters, else some servers cut it off`
  return `${what}; this link has ${size}.${help}`
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function snippet(url) {
  const framed = new URL(url)
  framed.searchParams.set("embed", "true")
  const source = framed.href.replaceAll("%2C", ",").replaceAll("&", "&amp;")
  return `<iframe src="${source}" title="Gradient Descent Lab" width="100%" height="${FRAME_HEIGHT}" style="border:0" allow="fullscreen; clipboard-write" loading="lazy"></iframe>${LISTENER}`
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
