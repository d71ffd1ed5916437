namespace Spindle.Functions.Aggregates.Statistics;

/// <summary>Count, means and central (co-)moments of pairs: the steps that Spark takes for a row and to join two states, so that results are the same to the last bit.</summary>
internal struct Comoments
{
    public double N;
    public double X;
    public double Y;
    public double Xy;
    public double Xx;
    public double Yy;

    public void Add(double x, double y)
    {
        N++;
        var (dx, dy) = (x - X, y - Y);
        X += dx / N;
        Y += dy / N;
        Xy += dx * (y - Y);
        Xx += dx * (x - X);
        Yy += dy * (y - Y);
    }

    public void Merge(in Comoments other)
    {
        var n = N + other.N;
        var (dx, dy) = (other.X - X, other.Y - Y);
        var (stepX, stepY) = n == 0 ? (0, 0) : (dx / n, dy / n);
        Xy = Xy + other.Xy + dx * stepY * N * other.N;
        Xx = Xx + other.Xx + dx * stepX * N * other.N;
        Yy = Yy + other.Yy + dy * stepY * N * other.N;
        X += stepX * other.N;
        Y += stepY * other.N;
        N = n;
    }
}
