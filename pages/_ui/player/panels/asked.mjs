// The point that is asked about: one for a player, shared by whatever shows it.

const [LOWEST, HIGHEST] = [-1000, 1000]
const askedOf = new WeakMap()

export class Asked {
  // The one of this player's root element.
  static of(root) {
    if (!askedOf.has(root)) askedOf.set(root, new Asked())
    return askedOf.get(root)
  }

  constructor() {
    this.point = [2, 1]
    this.listeners = new Set()
  }

  ask(point) {
    this.point = point
    for (const listener of this.listeners) listener(point)
  }

  // Calls `listener` on every change, until what is returned is called.
  listen(listener) {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}

// The number that a text says; an Error names the field, its bounds and what was typed.
export function typed(name, text) {
  const plain = text.trim().replace(",", ".").replace("−", "-")
  const value = plain === "" ? NaN : Number(plain)
  if (value >= LOWEST && value <= HIGHEST) return value
  const said = `${name} must be a number between ${LOWEST} and ${HIGHEST}, not “${text.slice(0, 20)}”.`
  throw new Error(said.replaceAll("-", "−"))
}
