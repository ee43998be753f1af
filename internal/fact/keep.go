package fact

// What happens to the whole of what is kept.
type (
	BackupTaken struct {
		Rows  int64 `json:"rows"`
		Files int64 `json:"files"`
	}
	BackupRestored struct {
		Rows  int64 `json:"rows"`
		Files int64 `json:"files"`
	}
)

func (BackupTaken) Name() string    { return "backup.taken" }
func (BackupRestored) Name() string { return "backup.restored" }

func (BackupTaken) About() (conversation, contact, by string)    { return "", "", "" }
func (BackupRestored) About() (conversation, contact, by string) { return "", "", "" }
