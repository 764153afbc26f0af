"""One bad line for each rule, and what stands beside it that is well; `semgrep --test` reads the comments."""

import hashlib
import os
import pickle
import shutil
import socket
import subprocess
import urllib.request

# ruleid: guessable
import random

# ruleid: guessable
from random import choice

import requests
import yaml


def safe(text, name):
    # ruleid: said-to-be-safe
    mark_safe(text)
    # ruleid: said-to-be-safe
    SafeString(text)
    # ruleid: said-to-be-safe
    format_html(f"<b>{text}</b>")
    # ruleid: said-to-be-safe
    format_html("<b>" + text, name)
    # ok: said-to-be-safe
    format_html("<b>{}</b>", text)
    # ok: said-to-be-safe
    SafeString("")


def sql(cursor, table, entries):
    # ruleid: glued-sql
    cursor.execute(f"SELECT * FROM {table}")
    # ruleid: glued-sql
    cursor.execute("SELECT * FROM %s" % table)
    # ruleid: glued-sql
    cursor.execute("SELECT * FROM " + table, [])
    # ruleid: glued-sql
    cursor.execute("SELECT * FROM {}".format(table))
    # ruleid: glued-sql
    Post.objects.raw(f"SELECT * FROM {table}")
    # ruleid: glued-sql
    entries.extra(where=[table])
    # ruleid: glued-sql
    RawSQL(f"{table}.id = 1", [])
    # ok: glued-sql
    cursor.execute("SELECT * FROM post WHERE id = %s", [table])


def find(request, pk, person):
    # ruleid: found-unseen
    get_object_or_404(Conversation, pk=pk)
    # ruleid: found-unseen
    get_object_or_404(Conversation.objects, pk=pk)
    # ruleid: found-unseen
    Conversation.objects.get(pk=pk)
    # ok: found-unseen
    get_object_or_404(Conversation.objects.visible_to(person), pk=pk)


def go(request):
    # ruleid: outward-redirect
    return redirect(request.GET["next"])


def go_on(request):
    onward = request.POST.get("next", "/")
    # ruleid: outward-redirect
    return HttpResponseRedirect(onward)


def go_home(request):
    # ok: outward-redirect
    return redirect(reverse("home"))


def run(said, path):
    # ruleid: runs-what-it-reads
    pickle.loads(said)
    # ruleid: runs-what-it-reads
    yaml.load(said)
    # ruleid: runs-what-it-reads
    eval(said)
    # ruleid: runs-what-it-reads
    exec(said)
    # ruleid: runs-what-it-reads
    os.system(said)
    # ruleid: runs-what-it-reads
    subprocess.run(said, shell=True)
    # ok: runs-what-it-reads
    subprocess.run([said])


def ask(url):
    # ruleid: waits-for-ever
    requests.get(url)
    # ruleid: waits-for-ever
    urllib.request.urlopen(url)
    # ruleid: waits-for-ever
    socket.create_connection(url)
    # ok: waits-for-ever
    requests.get(url, timeout=5)


def digest(said):
    # ruleid: weak-digest
    hashlib.md5(said)
    # ruleid: weak-digest
    hashlib.sha1(said)
    # ruleid: weak-digest
    hashlib.new("sha1", said)
    # ok: weak-digest
    hashlib.sha256(said)


def unpack(archive, folder):
    # ruleid: unpacks-anywhere
    archive.extractall(folder)
    # ruleid: unpacks-anywhere
    shutil.unpack_archive(archive, folder)


# ruleid: without-csrf
@csrf_exempt
def press(request):
    pass


# ruleid: without-csrf
pressed = csrf_exempt(find)


def wish(response, is_secure):
    # ruleid: open-cookie
    response.set_cookie("wish", "dark")
    # ruleid: open-cookie
    response.set_cookie("wish", "dark", samesite="Lax", secure=is_secure)
    # ok: open-cookie
    response.set_cookie("wish", "dark", samesite="Lax", secure=is_secure, httponly=True)
