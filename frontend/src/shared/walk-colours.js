// Dark for the nearest, lighter the farther, and grey for "no walk found"; as the report's bars have them. Viridis would
// begin in the plum that pins use, cividis in two blues that thin lines do not tell apart.

export const WALK_COLOURS = ["#12336E", "#2C7FB8", "#41B6A6", "#A1C75A", "#E0B23A", "#8A9099"];
