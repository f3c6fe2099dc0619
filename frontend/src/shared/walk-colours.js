// Five classes of viridis, dark for the nearest, and grey for "no walk found"; as the report's bars have them.

export const WALK_COLOURS = ["#440154", "#3B528B", "#21918C", "#5EC962", "#D9C51E", "#8A9099"];
