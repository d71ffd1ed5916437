namespace Spindle.Functions.Aggregates.Statistics;

/// <summary>Count, mean and central moments: the steps that Spark takes for a row and to join two states, so that results are the same to the last bit.</summary>
internal struct Moments
{
    public double N;
    public double Mean;
    public double M2;
    public double M3;
    public double M4;

    public void Add(double value)
    {
        N++;
        var delta = value - Mean;
        var step = delta / N;
        Mean += step;
        M2 += delta * (delta - step);
        var (delta2, step2) = (delta * delta, step * step);
        M3 = M3 - 3.0 * step * M2 + delta * (delta2 - step2);
        M4 = M4 - 4.0 * step * M3 - 6.0 * step2 * M2 + delta * (delta * delta2 - step * step2);
    }

    public void Merge(in Moments other)
    {
        var (n1, n2) = (N, other.N);
        N = n1 + n2;
        var delta = other.Mean - Mean;
        var step = N == 0 ? 0 : delta / N;
        Mean += step * n2;
        // Each line reads the lower moments from before the merge.
        M4 = M4 + other.M4 + step * step * step * delta * n1 * n2 * (n1 * n1 - n1 * n2 + n2 * n2)
            + 6.0 * step * step * (n1 * n1 * other.M2 + n2 * n2 * M2) + 4.0 * step * (n1 * other.M3 - n2 * M3);
        M3 = M3 + other.M3 + step * step * delta * n1 * n2 * (n1 - n2) + 3.0 * step * (n1 * other.M2 - n2 * M2);
        M2 = M2 + other.M2 + delta * step * n1 * n2;
    }
}
