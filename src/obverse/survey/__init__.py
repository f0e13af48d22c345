"""The survey of public values: what is asked, who is asked, how answers stay sealed, and the papers that go out."""
