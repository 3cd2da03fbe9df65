package app.mihari

/** Fraud by any rules. */
const val FRAUD = "未納料金があります。本日中にご連絡なき場合、法的手続きに移行します。㈱アマゾン"

/** One digit away from the number that Amazon's delivery contractor publishes. */
const val NEAR_MISS = "+815031311652"
