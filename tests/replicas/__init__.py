"""Several processes of one bot behind a load balancer, on one PostgreSQL database."""
