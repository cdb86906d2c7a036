FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/vdoma
COPY requirements.lock ./
RUN /opt/vdoma/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY handlers handlers
COPY locales locales
COPY storage storage
RUN /opt/vdoma/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.13-slim
# The one folder that is written to; everything else may be mounted read-only.
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin vdoma \
    && install -d -o vdoma -g vdoma -m 0700 /data
COPY --from=build /opt/vdoma /opt/vdoma
ENV PATH=/opt/vdoma/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VDOMA_DATABASE_URL=sqlite:////data/vdoma.db
USER vdoma
WORKDIR /data
VOLUME /data
ENTRYPOINT ["vdoma"]
CMD ["run"]
