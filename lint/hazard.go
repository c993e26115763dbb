package lint

// threatens judges a change by what it does to running code, and by what else
// the transaction and the history do.
func (j *judge) threatens(e effect) {
	table, c := j.resolve(e.object), e.change
	if j.down || table.temp || e.within != "" || !j.isOwn(table) || j.fresh[keyOf(table)] && c.what != unindexed {
		return
	}
	end := j.final.outlines[keyOf(table)]
	switch c.what {
	case addNotValid:
		j.notValid[string(table.name)+" "+c.part] = true
		if j.last || end == nil || !end.notValid[c.part] {
			return
		}
		c.what, e.rule = notValidated, notValidated
	case validate:
		if !j.notValid[string(table.name)+" "+c.part] {
			return
		}
	case backfill:
		if j.held == "" {
			return
		}
		c.more = string(j.held)
	case unindexed:
		if !end.unindexed(c.part) {
			return
		}
	}
	j.report(e, verdict{message: c.message(), object: table.name, kind: table.kind})
}

// holds notes that the transaction has locked an existing table until it ends.
func (j *judge) holds(o object) {
	if class(o.kind) == "relation" && !o.temp && !j.fresh[keyOf(o)] && j.held == "" {
		j.held = o.name
	}
}
