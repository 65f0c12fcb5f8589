from radkind_pod.model.glossary import Entry, united


def test_each_name_is_there_once_with_the_spellings_of_all() -> None:
    entries = [Entry("Siobhan Keane"), Entry("Ama"), Entry("siobhan  KEANE", ("Chevonne", "Shivon Keen"))]
    assert united([*entries, Entry("Ama", ("Amma", "AMMA"))]) == (
        Entry("Siobhan Keane", ("Chevonne", "Shivon Keen")),
        Entry("Ama", ("Amma",)),
    )


def test_a_spelling_counts_for_the_first_name_that_has_it() -> None:
    assert united([Entry("Siân", ("Sharn",)), Entry("Sharon", ("sharn", "Sharron"))]) == (
        Entry("Siân", ("Sharn",)),
        Entry("Sharon", ("Sharron",)),
    )


def test_where_somebody_has_the_name_it_is_not_misheard() -> None:
    """In an episode with Sean Smith, Sean is Sean, whatever the show's glossary makes of it elsewhere."""
    sian = Entry("Siân Jones", ("Sean", "Sean Jones", "smith"))
    assert united([Entry("Sean Smith"), sian]) == (Entry("Sean Smith"), Entry("Siân Jones", ("Sean Jones",)))
    assert united([sian]) == (sian,)
