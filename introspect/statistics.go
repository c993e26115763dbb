package introspect

import (
	"slices"

	"github.com/deedsql/deed/schema"
)

func (r *reader) readStatistics() step {
	return step{`SELECT s.oid, s.stxname, s.stxnamespace, s.stxrelid, s.stxkeys, s.stxkind,
	CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END,
	` + r.since(14, "CASE WHEN s.stxexprs IS NOT NULL THEN pg_get_statisticsobjdef_columns(s.oid) END", "NULL") + `
FROM pg_statistic_ext s WHERE s.stxrelid ` + r.tables(), r.loadStatistics}
}

func (r *reader) loadStatistics(f *fields) {
	oid, object := f.oid(), f.text()
	s := schema.Statistics{Name: r.name(f.oid(), object), Comment: r.comment(statisticsClass, oid, 0)}
	owner := f.oid()
	relation := r.relations[owner]
	if relation == nil || relation.table == nil {
		return
	}
	keys := f.ints()
	s.Kinds, s.Target = statisticsKinds(f.list()), f.optionalInt()
	if def := f.text(); def != "" {
		s.Columns = schema.SplitTop(def, ",")
	} else {
		for _, name := range r.columnNames(owner, keys) {
			s.Columns = append(s.Columns, schema.Quote(name))
		}
	}
	relation.table.Statistics = append(relation.table.Statistics, s)
}

// statisticsKinds returns the kinds by name, none when they are all.
func statisticsKinds(letters []string) []string {
	names := map[string]string{"d": "ndistinct", "f": "dependencies", "m": "mcv"}
	var kinds []string
	for _, l := range letters {
		if name := names[l]; name != "" {
			kinds = append(kinds, name)
		}
	}
	if len(kinds) == len(names) {
		return nil
	}
	slices.Sort(kinds)
	return kinds
}
