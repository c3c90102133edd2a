"""A small sound package of invented figures, to be broken in tests; never shown to anybody."""

import hashlib
import json
from pathlib import Path

from indicators.package import Package
from indicators.series import Series

COLUMNS = "indicator,region,borders,period,value,unit,source,detail,status,note"
PEOPLE = "observations/population.csv"
RATES = "observations/labour.csv"

SERIES = {
    one.id: one
    for one in (
        Series.model_validate(
            {
                "id": "people",
                "name": {"en": "People", "ru": "Люди", "kk": "Адамдар"},
                "theme": "population",
                "unit": "persons",
                "kind": "extensive",
                "range": [0, None],
                "additive": True,
                "tolerance": 0.01,
            }
        ),
        Series.model_validate(
            {
                "id": "rate",
                "name": {"en": "Rate", "ru": "Доля", "kk": "Үлес"},
                "theme": "labour",
                "unit": "percent",
                "kind": "intensive",
                "range": [-5, 100],
                "quarters": 3,
            }
        ),
    )
}

TEXTS = {
    "regions.csv": (
        "region,kato,type,name_en,name_ru,name_kk,since,until,split_from\n"
        "KZ-10,1,oblast,Abai,Абай,Абай,2022-06,,KZ-63\n"
        "KZ-63,2,oblast,East,Восток,Шығыс,,,\n"
        "KZ-71,3,city,Astana,Астана,Астана,,,\n"
        "KZ,,country,Kazakhstan,Казахстан,Қазақстан,,,\n"
    ),
    "sources.csv": (
        "source,title,title_ru,title_kk,publisher,publisher_ru,publisher_kk,"
        "licence,licence_ru,licence_kk,url,obtained_via,accessed,trust\n"
        "bureau,Survey,Обследование,Зерттеу,Bureau,Бюро,Бюросы,"
        "free,свободно,еркін,https://stat.gov.kz,table,2025-02,high\n"
        "papers,Papers,Газеты,Газеттер,,,,quoted,цитата,дәйексөз,,papers,2025-02,low\n"
    ),
    "notes.csv": "id,en,ru,kk\nn1,One,Один,Бір\nn2,Two,Два,Екі\n",
    "known_faults.csv": "id,series,en,ru,kk\nk1,people,Fault,Ошибка,Қате\n",
    "exclusions.csv": "what,rows,en,ru,kk\ndoubles,12,Twice,Дважды,Екі рет\n",
    PEOPLE: (
        f"{COLUMNS}\n"
        "people,KZ,current,2023,600,persons,bureau,table 1,official,\n"
        "people,KZ-10,current,2023,100,persons,bureau,table 1,official,n1 n2\n"
        "people,KZ-63,current,2023,200,persons,bureau,table 1,official,\n"
        "people,KZ-71,current,2023,300,persons,bureau,table 1,official,\n"
        "people,KZ,current,2020,560,persons,bureau,table 1,official,\n"
        "people,KZ-63,pre2022,2020,280,persons,bureau,table 1,official,\n"
        "people,KZ-71,current,2020,280,persons,bureau,table 1,official,\n"
        "people,KZ-10+63,joint,2021-01-01,290,persons,bureau,table 1,computed,\n"
    ),
    RATES: (
        f"{COLUMNS}\n"
        'rate,KZ-10,current,2024,5.5,percent,bureau,"table 2, row 1",official,\n'
        "rate,KZ-63,current,2023-Q1,4.0,percent,bureau,table 2,official,\n"
        "rate,KZ-63,current,2023-Q2,5.0,percent,bureau,table 2,official,\n"
        "rate,KZ-63,current,2023-Q3,9.0,percent,bureau,table 2,official,\n"
        "rate,KZ-63,current,2024-Q1,9.0,percent,bureau,table 2,official,\n"
        "rate,KZ-63,current,2024-01-01,-1.5,percent,bureau,table 2,suspect,\n"
        "rate,KZ-71,current,2024,6.5,percent,bureau,table 2,partial_year,\n"
    ),
}


def encoded(texts: dict[str, str] | None = None) -> dict[str, bytes]:
    """Return the files of the package as bytes, without their descriptor."""
    return {name: text.encode() for name, text in (texts or TEXTS).items()}


def descriptor(files: dict[str, bytes]) -> bytes:
    """Return a ``datapackage.json`` that tells the truth about the files."""
    resources = [
        {"path": path, "bytes": len(data), "hash": f"sha256:{hashlib.sha256(data).hexdigest()}"}
        for path, data in files.items()
    ]
    content = {
        "id": "0123456789ab",
        "version": "2025.02",
        "created": "2025-02-28T00:00:00Z",
        "resources": resources,
    }
    return json.dumps(content).encode()


def package(files: dict[str, bytes]) -> Package:
    """Return a package with a descriptor that fits the files."""
    return Package({**files, "datapackage.json": descriptor(files)})


def broken(path: str, old: str, new: str) -> Package:
    """Return the package with one text in one of its files replaced everywhere."""
    if old not in TEXTS[path]:
        raise ValueError(f"{old!r} is not in {path}")
    return package(encoded({**TEXTS, path: TEXTS[path].replace(old, new)}))


def write(files: dict[str, bytes], root: Path) -> Path:
    """Write files into a folder and return it."""
    for name, data in files.items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    return root
