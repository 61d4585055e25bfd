"""The demo's pages; mounted in demo mode only."""

from django.urls import path

from everyrep.web.demo import views

urlpatterns = [
    path("demo/", views.index, name="demo"),
    path("demo/as/<str:role>/", views.sign_in_as, name="demo_sign_in"),
    path("gallery/", views.gallery, name="gallery"),
]
