() => {
  // Measures on the boxes that no text on the page is cut, covered, outside its box or over another text.
  // Gives a list of { kind, text, box, by }: what is wrong, with which text, at which box, by how many pixels.

  const SLACK = 2
  const main = document.querySelector("[data-testid=stMain]")
  const found = new Map()

  // ---- what an element is like, looked up once

  const once = (make) => {
    const known = new Map()
    return (element) => known.get(element) ?? known.set(element, make(element)).get(element)
  }

  const style = once((element) => getComputedStyle(element))

  const name = (element) => {
    const classes = [...element.classList].filter((each) => !/^(st-|e1|css-)/.test(each)).slice(0, 2)
    const key = element.closest("[class*=st-key], [data-panel]")
    const place = key?.dataset.panel ?? [...(key?.classList ?? [])].find((each) => each.startsWith("st-key"))
    return [place, [element.tagName.toLowerCase(), ...classes].join("."), element.dataset.testid].filter(Boolean).join(" ")
  }

  const report = (kind, text, element, by) => {
    const says = text.replace(/\s+/g, " ").trim().slice(0, 60)
    const key = `${kind} ${says} ${name(element)}`
    if ((found.get(key)?.by ?? 0) < by) found.set(key, { kind, text: says, box: name(element), by: Math.round(by) })
  }

  // Said to a screen reader alone.
  const unseen = once((element) => {
    if (element === document.body) return false
    const { clip, clipPath, position } = style(element)
    const { width, height } = element.getBoundingClientRect()
    const gone = /inset\((50|100)%\)/.test(clipPath) || (position === "absolute" && (clip !== "auto" || (width <= 1 && height <= 1)))
    return gone || unseen(element.parentElement)
  })

  const opacity = once((element) => Number(style(element).opacity) * (element.parentElement ? opacity(element.parentElement) : 1))

  const alpha = (colour) => {
    if (!colour || colour === "none" || colour === "transparent") return 0
    const found = colour.match(/rgba\(.*,\s*([\d.]+)\)|\/\s*([\d.]+)\)/)
    return found ? Number(found[1] ?? found[2]) : 1
  }

  // How much an element hides of what lies below it, from 0 to 1.
  const hides = once((element) => {
    const { backgroundColor, fill, fillOpacity } = style(element)
    if (element.matches("text, text *, canvas")) return 0
    if (element instanceof SVGElement && !element.matches("svg")) return alpha(fill) * fillOpacity * opacity(element)
    return (element.matches("img, video, iframe") ? 1 : alpha(backgroundColor)) * opacity(element)
  })

  // Whether an element is seen as a box: by a frame or by a ground of its own.
  const boxed = once((element) => {
    if (element instanceof SVGElement) return false
    const { backgroundColor, borderTopWidth, borderBottomWidth, borderLeftWidth, borderTopColor } = style(element)
    const framed = [borderTopWidth, borderBottomWidth, borderLeftWidth].every((width) => parseFloat(width) > 0)
    return (framed && alpha(borderTopColor) > 0) || alpha(backgroundColor) > 0.02
  })

  // A region that scrolls is no loss where the keyboard can scroll it.
  const reachable = once((element) =>
    element.tabIndex >= 0 || element.querySelector("a[href], button:enabled, input, select, textarea, summary, [tabindex='0']") !== null)

  // Whether what is shortened to an ellipsis can be read whole: by a title, a name or a value.
  const toldWhole = (text, element) => {
    for (let e = element; e !== document.body; e = e.parentElement) {
      const told = [e.getAttribute("title"), e.getAttribute("aria-label"), e.value].filter(Boolean).join(" ")
      if (told.replace(/\s+/g, " ").includes(text.replace(/\s+/g, " ").trim())) return true
    }
    return false
  }

  const inner = (element) => {
    const box = element.getBoundingClientRect()
    if (element instanceof SVGElement || style(element).display === "inline") return box
    const [left, top] = [box.left + element.clientLeft, box.top + element.clientTop]
    return { left, top, right: left + element.clientWidth, bottom: top + element.clientHeight }
  }

  // ---- the texts

  // Letters fill neither the whole height of their line nor all of its ends.
  const ink = ({ left, top, right, bottom }) => {
    const inset = 0.18 * (bottom - top)
    return { left: left + 0.5, right: right - 0.5, top: top + inset, bottom: bottom - inset }
  }

  // What an open dialog covers is not meant to be read.
  const dialog = [...document.querySelectorAll("[role=dialog]")].find((each) => each.checkVisibility({ visibilityProperty: true }))

  // Every text that can be seen: a node of text, or a formula's part that stays on one line.
  const texts = () => {
    const all = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const none = "script, style, option, noscript, title, desc, template, .katex, math, [data-testid=stIconMaterial], [data-testid=stSidebar][aria-expanded=false]"
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.textContent.trim() || node.parentElement.closest(none)) continue
      const range = document.createRange()
      range.selectNodeContents(node)
      all.push({ text: node.textContent, element: node.parentElement, rects: () => [...range.getClientRects()] })
    }
    for (const part of document.querySelectorAll(".katex-html .base, math:not(.katex *)"))
      all.push({ text: part.textContent, element: part, rects: () => [part.getBoundingClientRect()] })
    const shown = ({ element }) => (!dialog || dialog.contains(element)) && element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !unseen(element)
    return all.filter(shown).map((each, number) => ({ ...each, number }))
  }

  // A sidebar that is closed, a panel that is folded: nothing in it is meant to be seen.
  const folded = (element) => {
    const { width, height } = element.getBoundingClientRect()
    return Math.min(width, height) < 1 && style(element).overflow !== "visible"
  }

  // What the boxes around `element` leave of a line of its text; tells of those that it sticks out of.
  const within = (text, element, line) => {
    const left = { ...line }
    let framed = true
    let only = null
    for (let e = element; e && e !== document.body && e !== main; e = e.parentElement) {
      const { position, overflowX, overflowY, display, textOverflow } = style(e)
      if (only === "positioned" && position === "static") continue
      if (display === "contents" || (e instanceof SVGElement && !e.matches("svg"))) continue
      if (display !== "inline" && folded(e)) return null
      if (!(display === "inline" && !boxed(e))) {
        const box = inner(e)
        for (const [low, high, overflow] of [["left", "right", overflowX], ["top", "bottom", overflowY]]) {
          const out = Math.max(box[low] - left[low], left[high] - box[high])
          if (out <= SLACK) continue
          if (overflow === "visible") {
            if (framed && boxed(e)) report("outside its box", text, e, out)
            continue
          }
          if (/auto|scroll/.test(overflow)) {
            if (!reachable(e)) report("scrolled to where no key leads", text, e, out)
          } else if (low === "top" || textOverflow !== "ellipsis" || !toldWhole(text, e)) report("cut", text, e, out)
          left[low] = Math.max(left[low], box[low])
          left[high] = Math.min(left[high], box[high])
        }
      }
      if (left.right - left.left < 1 || left.bottom - left.top < 1) return null
      if (position === "fixed") break
      // What is placed freely is not meant to lie in the frame around it.
      if (position === "absolute") [only, framed] = ["positioned", false]
      else if (position !== "static") only = null
    }
    const out = Math.max(-left.left, left.right - innerWidth)
    if (out > SLACK) report("outside the window", text, element, out)
    return left
  }

  // ---- what lies over what

  const own = (element, other) => other === element || element.contains(other) || other.contains(element)

  // What lies over `element` at a point; nothing if it is not there itself.
  const over = (element, x, y) => {
    if (own(element, document.elementFromPoint(x, y) ?? document.body)) return []
    const stack = document.elementsFromPoint(x, y)
    const place = stack.findIndex((each) => each === element || element.contains(each))
    return stack.slice(0, Math.max(0, place)).filter((each) => !own(element, each))
  }

  // What has been scrolled out of its frame is nowhere.
  const there = (element, x, y) => document.elementsFromPoint(x, y).some((each) => element.contains(each))

  const inWindow = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight

  // What covers a part of a line; null if the line is not wholly in the window.
  const cover = ({ element, left, right, top, bottom }) => {
    const y = (top + bottom) / 2
    if (!inWindow(left, top) || !inWindow(right, bottom)) return null
    const points = [0.08, 0.5, 0.92].map((share) => left + share * (right - left))
    return points.flatMap((x) => over(element, x, y)).find((each) => hides(each) > 0.5)
  }

  // By how much two lines print over each other where both are seen.
  const collision = (one, other) => {
    const [x0, x1] = [Math.max(one.left, other.left), Math.min(one.right, other.right)]
    const [y0, y1] = [Math.max(one.top, other.top), Math.min(one.bottom, other.bottom)]
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2]
    if (x1 - x0 < SLACK || y1 - y0 < SLACK || !inWindow(x, y)) return 0
    const hidden = ({ element }) => !there(element, x, y) || over(element, x, y).some((each) => hides(each) > 0.9)
    return hidden(one) || hidden(other) ? 0 : Math.min(x1 - x0, y1 - y0)
  }

  const formula = ({ element }) => element.closest(".katex, math") ?? element

  const collisions = (lines) => {
    lines.sort((one, other) => one.top - other.top)
    lines.forEach((one, i) => {
      for (let j = i + 1; j < lines.length && lines[j].top < one.bottom; j++) {
        const by = formula(one) === formula(lines[j]) ? 0 : collision(one, lines[j])
        if (by) report("over another text", `${one.text.trim().slice(0, 28)} // ${lines[j].text.trim().slice(0, 28)}`, lines[j].element, by)
      }
    })
  }

  // ---- the whole page, one window after the other

  const scrolls = (element) => element?.checkVisibility({ visibilityProperty: true }) && element.scrollHeight > element.clientHeight + 1
  const scroller = [document.querySelector("[data-gd-present] :is(.gd-player, .gw, .gb)"), main].find(scrolls)
  const to = (top) => scroller?.scrollTo({ top, behavior: "instant" })

  const measured = texts()
  const held = new Map()
  const covered = new Map()
  const clear = new Set()

  // The lines in the window, cut down to what their boxes leave of them.
  const linesNow = (of = measured) => of.flatMap((each) => each.rects().map((rect, place) => {
    if (rect.width < 2 || rect.height < 4) return null
    const line = ink(rect)
    const key = `${each.number} ${place}`
    if (!held.has(key)) {
      const left = within(each.text, each.element, line)
      held.set(key, left && ["left", "top", "right", "bottom"].map((side) => left[side] - line[side]))
    }
    const by = held.get(key)
    if (!by || line.bottom < 0 || line.top > innerHeight) return null
    return { ...each, key, left: line.left + by[0], top: line.top + by[1], right: line.right + by[2], bottom: line.bottom + by[3] }
  }).filter(Boolean))

  // A frame within the page cuts off other lines wherever it is scrolled to.
  const scrolled = () => scroller !== main && held.clear()

  // What is covered in one window may be free in another: something may stick there while it scrolls by.
  const look = () => {
    scrolled()
    const lines = linesNow()
    for (const line of lines) {
      const by = cover(line)
      if (by) covered.set(line.key, [line, by])
      else if (by === undefined) clear.add(line.key)
    }
    collisions(lines)
  }

  // Whether the page can be scrolled to where a line that was covered is not.
  const free = ({ element, key, number }) => ["center", "end", "start"].some((block) => {
    element.scrollIntoView({ block, behavior: "instant" })
    scrolled()
    return linesNow([measured[number]]).some((line) => line.key === key && cover(line) === undefined)
  })

  const fields = () => {
    for (const field of document.querySelectorAll("input:is([type=text], [type=number], :not([type]))")) {
      const out = field.scrollWidth - field.clientWidth
      if (out > SLACK && field.checkVisibility({ visibilityProperty: true })) report("cut", field.value || field.placeholder, field, out)
    }
  }

  // Where a picture has less than this to draw in, it shows nothing.
  const pictures = () => {
    for (const plot of document.querySelectorAll(".js-plotly-plot")) {
      const size = plot._fullLayout?._size
      if (!size || !plot.checkVisibility({ visibilityProperty: true })) continue
      const least = Math.min(size.h, size.w)
      if (least < 90) report("too small a picture", plot.className.split(" ").slice(0, 2).join("."), plot, 90 - least)
    }
  }

  // Even what lets the mouse through, or is inert, is to be found by elementsFromPoint.
  const inert = [...document.querySelectorAll("[inert]")]
  for (const element of inert) element.inert = false
  const solid = document.head.appendChild(document.createElement("style"))
  solid.textContent = "* { pointer-events: auto !important }"
  const before = scroller?.scrollTop
  const step = 0.7 * innerHeight
  for (let top = 0; top === 0 || top < (scroller?.scrollHeight ?? 0) - innerHeight + step; top += step) {
    to(top)
    look()
  }
  for (const [key, [line, by]] of covered) if (!clear.has(key) && !free(line)) report("covered", line.text, by, line.right - line.left)
  to(before)
  solid.remove()
  for (const element of inert) element.inert = true
  fields()
  pictures()
  return [...found.values()]
}
