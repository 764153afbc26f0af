"""The learning agenda: key issues and open inquiries that members choose, who carries each, and what came of it."""
