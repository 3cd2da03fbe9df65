package app.mihari.ui.tables

import app.mihari.R

/** What is published, by kind. All are resources. */
enum class Table(val title: Int, val note: Int, val icon: Int) {
    NUMBERS(R.string.tables_numbers, R.string.tables_numbers_note, R.drawable.ic_call),
    DOMAINS(R.string.tables_domains, R.string.tables_domains_note, R.drawable.ic_email),
    CONTACTS(R.string.tables_contacts, R.string.tables_contacts_note, R.drawable.ic_help_list),
}
