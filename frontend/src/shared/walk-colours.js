// Five classes of cividis, dark for the nearest, and grey for "no walk found"; as the report's bars have them.

export const WALK_COLOURS = ["#00306F", "#424E6C", "#7C7B78", "#B3A367", "#E9D04A", "#8A9099"];
