"""Document 002, the waiting list: entries, and the vouchers that are sent to them.

A voucher is an offer, known by the first claim held for it; an item is an appointment type, a
subevent the day visit that somebody waits for (contract waiting-list.md).
"""

from desk.api.waiting_list import entries as entries  # Its functions answer for the dialect.
from desk.api.waiting_list.dialect import DIALECT as DIALECT
