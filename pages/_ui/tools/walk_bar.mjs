// Where a list is walked: "3 of 5", the entry's name and its note, and a way to the entries beside it.

import { list, titled } from "./list.mjs"

export class WalkBar {
  // Its buttons go `by` one entry.
  constructor(root, go) {
    this.bar = document.createElement("nav")
    this.bar.className = "gt-walk"
    this.bar.setAttribute("aria-label", "The list")
    this.before = step("‹", "Previous entry", () => go(-1))
    this.after = step("›", "Next entry", () => go(1))
    this.bar.append(this.before, this.words(), this.after, this.told())
    root.append(this.bar)
    this.changed = () => this.update()
    list.addEventListener("change", this.changed)
    // What is beside it makes room for it.
    this.sizes = new ResizeObserver(() => document.documentElement.style.setProperty("--gd-bar", `${this.bar.offsetHeight}px`))
    this.sizes.observe(this.bar)
    this.update()
  }

  words() {
    const words = document.createElement("p")
    words.setAttribute("aria-live", "polite")
    this.place = element("span", "gt-place")
    this.name = element("strong", "gt-name")
    this.note = element("span", "gt-note")
    for (const each of [this.name, this.note]) each.dir = "auto"
    words.append(this.place, this.name, this.note)
    return words
  }

  // What happened to the list by itself, and a way back.
  told() {
    this.notice = element("p", "gt-notice")
    this.notice.setAttribute("role", "status")
    const press = (textContent, act) => {
      const button = Object.assign(element("button", "gt-told"), { type: "button", textContent })
      button.addEventListener("click", act)
      return button
    }
    this.what = element("span", "")
    this.back = press("Bring mine back", () => list.undo())
    this.notice.append(this.what, this.back, press("Close", () => list.say("")))
    return this.notice
  }

  update() {
    write(this.what, list.said)
    this.notice.hidden = list.said === ""
    const { entries, at, here, current } = list
    this.bar.hidden = entries.length === 0
    write(this.place, here ? `${at} of ${entries.length}` : `after ${at} of ${entries.length}`)
    write(this.name, here ? titled(current) : "")
    write(this.note, (here && current.note) || "")
    this.before.disabled = !entries[list.next(-1)]
    this.after.disabled = !entries[list.next(1)]
  }

  dispose() {
    list.removeEventListener("change", this.changed)
    this.sizes.disconnect()
    this.bar.remove()
  }
}

// What is the same is not spoken again.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text
}

function element(tag, className) {
  return Object.assign(document.createElement(tag), { className })
}

function step(text, label, act) {
  const button = Object.assign(element("button", "gt-step"), { type: "button", textContent: text, title: label })
  button.setAttribute("aria-label", label)
  button.addEventListener("click", act)
  return button
}
