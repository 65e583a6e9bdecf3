// Every key, once: what is bound, the list that `?` shows, and the Guide's, are this table.

// Each opens or closes a part of See why.
export const INSIGHT_KEYS = [1, 2, 3, 4, 5, 6, 7, 8]

// `keys` are those of a KeyboardEvent, each with the action that it means.
export const KEYS = [
  { shown: "Space", does: "play or pause", keys: { " ": "play" } },
  { shown: "← →", does: "one step back or forward", keys: { ArrowLeft: "back", ArrowRight: "forward" } },
  { shown: "Home, End", does: "to the start, to the end", keys: { Home: "restart", End: "end" } },
  { shown: "R", does: "play again from the start", keys: { r: "replay", R: "replay" } },
  { shown: "+ −", does: "faster, slower", keys: { "+": "faster", "-": "slower", "−": "slower" } },
  { shown: "I O", does: "zoom the map in or out", keys: { i: "nearer", I: "nearer", o: "wider", O: "wider" } },
  {
    shown: "Page Up, Page Down",
    does: "the previous or next entry of a teacher's list; without one, in presentation mode, a step back or forward",
    keys: { PageUp: "previous", PageDown: "next" },
  },
  {
    shown: "1 to 8",
    does: "open or close that part of See why",
    keys: Object.fromEntries(INSIGHT_KEYS.map((key) => [key, `insight ${key}`])),
  },
  { shown: "B", does: "branch here: what you change next holds from this step on", keys: { b: "branch", B: "branch" } },
  { shown: "P", does: "presentation mode, on and off", keys: { p: "present", P: "present" } },
  { shown: "Esc", does: "leave presentation mode", keys: { Escape: "leave" } },
  { shown: "F", does: "full screen, on and off", keys: { f: "fullscreen", F: "fullscreen" } },
  { shown: "?", does: "this list of keys", keys: { "?": "help" } },
]

// The action that a key means, if any.
export const ACTIONS = Object.assign({}, ...KEYS.map(({ keys }) => keys))
