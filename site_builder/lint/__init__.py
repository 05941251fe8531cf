RULES=()
def check_note(journal,path): return ()
def check_journal(journal): return ()
