# Gradient Descent Lab in a container: docs/hosting.md says how to build and run it.
FROM python:3.12.12-slim-bookworm

ENV PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_ROOT_USER_ACTION=ignore

WORKDIR /app

# A layer of its own: it is made again only when a requirement changes.
COPY requirements.txt .
# PyTorch's own index has the build without CUDA, several gigabytes smaller; the rest finds it there.
RUN pip install --index-url https://download.pytorch.org/whl/cpu "$(grep '^torch==' requirements.txt)" \
    && pip install -r requirements.txt \
    # What only who builds or tests PyTorch needs: 145 MB.
    && cd /usr/local/lib/python3.12/site-packages/torch && rm -r include test

COPY app.py pyproject.toml ./
COPY .streamlit .streamlit
COPY gd_core gd_core
COPY pages pages
RUN python -m compileall -q app.py gd_core pages

# Whoever breaks out of the app owns nothing.
RUN useradd --system --uid 10001 --no-create-home --home-dir /nonexistent lab
USER lab

# A host may set PORT, and whatever else docs/hosting.md names.
ENV PORT=8501
EXPOSE 8501

# The server answers only when it is warm.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; base = os.environ.get('STREAMLIT_SERVER_BASE_URL_PATH', '').strip('/'); r.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}{'/' + base if base else ''}/_stcore/health\", timeout=4)"]

# exec, so that the server itself gets the signal to stop.
# With an address named, Streamlit does not ask another host for its own.
CMD ["sh", "-c", "exec python -m streamlit run app.py --server.address=0.0.0.0 --server.port=$PORT --server.headless=true --browser.serverAddress=localhost"]
