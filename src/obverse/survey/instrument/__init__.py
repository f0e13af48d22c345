"""What is asked: the questionnaire in three variants and two languages, and the form that one person gets."""
