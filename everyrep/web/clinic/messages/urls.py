"""Where the clinic reads and writes."""

from django.urls import path

from everyrep.web.clinic.messages import hours, listing, replies, thread

urlpatterns = [
    path("messages/", listing.waiting, name="clinic_messages"),
    path("messages/replies/", replies.listing, name="saved_replies"),
    path("messages/replies/<uuid:reply_id>/", replies.one, name="saved_reply"),
    path("messages/replies/<uuid:reply_id>/remove/", replies.remove, name="saved_reply_remove"),
    path("messages/hours/", hours.hours_page, name="clinic_hours"),
    path("patients/<uuid:patient_id>/messages/", thread.thread, name="clinic_thread"),
    path("patients/<uuid:patient_id>/messages/part/", thread.part, name="clinic_thread_part"),
    path("patients/<uuid:patient_id>/messages/send/", thread.send, name="clinic_message_send"),
    path("patients/<uuid:patient_id>/messages/<uuid:said_id>/settle/", thread.settle, name="message_settle"),
    path("patients/<uuid:patient_id>/messages/photos/<uuid:photo_id>/", thread.photo, name="clinic_photo"),
]
