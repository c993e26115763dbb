package op

type (
	Column struct{ Name, Type string }
	Table  struct {
		Name    string
		Columns []Column
	}
	CreateTable struct{ Table Table }
	DropTable   struct{ Table Table }
	AddColumn   struct {
		Table  string
		Column Column
	}
	SQL struct{ Up, Down string }
)

func (CreateTable) IsStep() {}
func (DropTable) IsStep()   {}
func (AddColumn) IsStep()   {}
func (SQL) IsStep()         {}
