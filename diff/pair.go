package diff

// pairs splits two lists by key: what only to has, what only from has, and
// what both have. Each result keeps the order of the list it comes from.
func pairs[T any, K comparable](from, to []T, key func(T) K) (added, dropped []T, both [][2]T) {
	inFrom := make(map[K]T, len(from))
	for _, f := range from {
		inFrom[key(f)] = f
	}
	inTo := make(map[K]bool, len(to))
	for _, t := range to {
		inTo[key(t)] = true
		if f, found := inFrom[key(t)]; found {
			both = append(both, [2]T{f, t})
		} else {
			added = append(added, t)
		}
	}
	for _, f := range from {
		if !inTo[key(f)] {
			dropped = append(dropped, f)
		}
	}
	return added, dropped, both
}
