// A black screen: the room looks at the teacher, until the next key or click.

import { nextKey } from "./keys.mjs"

export class Blank {
  constructor(root) {
    this.cover = document.createElement("div")
    this.cover.className = "gt-blank"
    // Above all that is open.
    this.cover.popover = "manual"
    this.cover.setAttribute("role", "alert")
    this.cover.addEventListener("pointerdown", () => this.end())
    root.append(this.cover)
  }

  begin() {
    this.cover.innerHTML = "<span>The screen is black. Any key brings the picture back.</span>"
    this.cover.showPopover()
    nextKey(() => this.end())
  }

  end() {
    nextKey(null)
    this.cover.replaceChildren()
    if (this.cover.matches(":popover-open")) this.cover.hidePopover()
  }
}
