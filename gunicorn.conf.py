"""How gunicorn serves the site; it reads this file by itself. WEB_CONCURRENCY is the number of processes."""

wsgi_app = "careers.config.wsgi:application"
worker_class = "gthread"
threads = 4
preload_app = True  # processes share what they have loaded, and a setting that is wrong is told once
control_socket_disable = True

# Nobody is believed here: Django alone decides, by BEHIND_PROXY and NUM_PROXIES, whether what a proxy says counts.
forwarded_allow_ips = ""
