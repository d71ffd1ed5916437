using System.Numerics;
using Spindle.Columnar.Kernels;

namespace Spindle.Columnar.Tests.Kernels;

public unsafe class IntegerBoundsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_bounds_are_those_of_one_value_after_the_other(int seed)
    {
        var random = new Random(seed);
        Compare<sbyte>(random);
        Compare<short>(random);
        Compare<int>(random);
        Compare<long>(random);
    }

    private static void Compare<T>(Random random) where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (var count = 1; count <= 200; count++)
        {
            var values = new T[count];
            var bits = random.Next(1, 64);
            foreach (ref var value in values.AsSpan())
                value = T.CreateTruncating((random.NextInt64() ^ (random.Next(2) == 0 ? 0 : -1)) >> bits);
            fixed (T* pointer = values)
                Assert.Equal((values.Min(), values.Max()), IntegerBounds.Of(pointer, count));
        }
    }
}
