/* SPDX-License-Identifier: MIT */
/*
 * Text to double. Three ways, the fast ones first:
 *   1. up to 15 digits and a power of ten up to 22: both are exact doubles, one rounding (Clinger);
 *   2. up to 19 digits and a power within the table: the 128-bit product of the digits with a
 *      truncated power of five decides the rounding (Eisel and Lemire, "Number Parsing at a
 *      Gigabyte per Second", 2021);
 *   3. everything else: the C library on a copy, with its own decimal point put in.
 *
 * The questionable decision: the table holds powers from -60 to 60 only, not the 650 of all doubles.
 * Data outside are rare, and then merely slow.
 */
#include "data/number.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LEAST_POWER (-60)
#define MOST_POWER 60
#define MOST_TEXT 1024u /* bytes of a number that are looked at; longer texts are none (opinion) */

/* 5^q, shifted so that the first bit is set, cut off (rounded up below zero) at 128 bits. */
static const struct {
    uint64_t high, low;
} powers[MOST_POWER - LEAST_POWER + 1] = {
    /* clang-format off: made by a few lines of Python, four to a line would not be read either */
    {0xCDB02555653131B6, 0x3792F412CB06794D}, {0x808E17555F3EBF11, 0xE2BBD88BBEE40BD0},
    {0xA0B19D2AB70E6ED6, 0x5B6ACEAEAE9D0EC4}, {0xC8DE047564D20A8B, 0xF245825A5A445275},
    {0xFB158592BE068D2E, 0xEED6E2F0F0D56712}, {0x9CED737BB6C4183D, 0x55464DD69685606B},
    {0xC428D05AA4751E4C, 0xAA97E14C3C26B886}, {0xF53304714D9265DF, 0xD53DD99F4B3066A8},
    {0x993FE2C6D07B7FAB, 0xE546A8038EFE4029}, {0xBF8FDB78849A5F96, 0xDE98520472BDD033},
    {0xEF73D256A5C0F77C, 0x963E66858F6D4440}, {0x95A8637627989AAD, 0xDDE7001379A44AA8},
    {0xBB127C53B17EC159, 0x5560C018580D5D52}, {0xE9D71B689DDE71AF, 0xAAB8F01E6E10B4A6},
    {0x9226712162AB070D, 0xCAB3961304CA70E8}, {0xB6B00D69BB55C8D1, 0x3D607B97C5FD0D22},
    {0xE45C10C42A2B3B05, 0x8CB89A7DB77C506A}, {0x8EB98A7A9A5B04E3, 0x77F3608E92ADB242},
    {0xB267ED1940F1C61C, 0x55F038B237591ED3}, {0xDF01E85F912E37A3, 0x6B6C46DEC52F6688},
    {0x8B61313BBABCE2C6, 0x2323AC4B3B3DA015}, {0xAE397D8AA96C1B77, 0xABEC975E0A0D081A},
    {0xD9C7DCED53C72255, 0x96E7BD358C904A21}, {0x881CEA14545C7575, 0x7E50D64177DA2E54},
    {0xAA242499697392D2, 0xDDE50BD1D5D0B9E9}, {0xD4AD2DBFC3D07787, 0x955E4EC64B44E864},
    {0x84EC3C97DA624AB4, 0xBD5AF13BEF0B113E}, {0xA6274BBDD0FADD61, 0xECB1AD8AEACDD58E},
    {0xCFB11EAD453994BA, 0x67DE18EDA5814AF2}, {0x81CEB32C4B43FCF4, 0x80EACF948770CED7},
    {0xA2425FF75E14FC31, 0xA1258379A94D028D}, {0xCAD2F7F5359A3B3E, 0x096EE45813A04330},
    {0xFD87B5F28300CA0D, 0x8BCA9D6E188853FC}, {0x9E74D1B791E07E48, 0x775EA264CF55347E},
    {0xC612062576589DDA, 0x95364AFE032A819E}, {0xF79687AED3EEC551, 0x3A83DDBD83F52205},
    {0x9ABE14CD44753B52, 0xC4926A9672793543}, {0xC16D9A0095928A27, 0x75B7053C0F178294},
    {0xF1C90080BAF72CB1, 0x5324C68B12DD6339}, {0x971DA05074DA7BEE, 0xD3F6FC16EBCA5E04},
    {0xBCE5086492111AEA, 0x88F4BB1CA6BCF585}, {0xEC1E4A7DB69561A5, 0x2B31E9E3D06C32E6},
    {0x9392EE8E921D5D07, 0x3AFF322E62439FD0}, {0xB877AA3236A4B449, 0x09BEFEB9FAD487C3},
    {0xE69594BEC44DE15B, 0x4C2EBE687989A9B4}, {0x901D7CF73AB0ACD9, 0x0F9D37014BF60A11},
    {0xB424DC35095CD80F, 0x538484C19EF38C95}, {0xE12E13424BB40E13, 0x2865A5F206B06FBA},
    {0x8CBCCC096F5088CB, 0xF93F87B7442E45D4}, {0xAFEBFF0BCB24AAFE, 0xF78F69A51539D749},
    {0xDBE6FECEBDEDD5BE, 0xB573440E5A884D1C}, {0x89705F4136B4A597, 0x31680A88F8953031},
    {0xABCC77118461CEFC, 0xFDC20D2B36BA7C3E}, {0xD6BF94D5E57A42BC, 0x3D32907604691B4D},
    {0x8637BD05AF6C69B5, 0xA63F9A49C2C1B110}, {0xA7C5AC471B478423, 0x0FCF80DC33721D54},
    {0xD1B71758E219652B, 0xD3C36113404EA4A9}, {0x83126E978D4FDF3B, 0x645A1CAC083126EA},
    {0xA3D70A3D70A3D70A, 0x3D70A3D70A3D70A4}, {0xCCCCCCCCCCCCCCCC, 0xCCCCCCCCCCCCCCCD},
    {0x8000000000000000, 0x0000000000000000}, {0xA000000000000000, 0x0000000000000000},
    {0xC800000000000000, 0x0000000000000000}, {0xFA00000000000000, 0x0000000000000000},
    {0x9C40000000000000, 0x0000000000000000}, {0xC350000000000000, 0x0000000000000000},
    {0xF424000000000000, 0x0000000000000000}, {0x9896800000000000, 0x0000000000000000},
    {0xBEBC200000000000, 0x0000000000000000}, {0xEE6B280000000000, 0x0000000000000000},
    {0x9502F90000000000, 0x0000000000000000}, {0xBA43B74000000000, 0x0000000000000000},
    {0xE8D4A51000000000, 0x0000000000000000}, {0x9184E72A00000000, 0x0000000000000000},
    {0xB5E620F480000000, 0x0000000000000000}, {0xE35FA931A0000000, 0x0000000000000000},
    {0x8E1BC9BF04000000, 0x0000000000000000}, {0xB1A2BC2EC5000000, 0x0000000000000000},
    {0xDE0B6B3A76400000, 0x0000000000000000}, {0x8AC7230489E80000, 0x0000000000000000},
    {0xAD78EBC5AC620000, 0x0000000000000000}, {0xD8D726B7177A8000, 0x0000000000000000},
    {0x878678326EAC9000, 0x0000000000000000}, {0xA968163F0A57B400, 0x0000000000000000},
    {0xD3C21BCECCEDA100, 0x0000000000000000}, {0x84595161401484A0, 0x0000000000000000},
    {0xA56FA5B99019A5C8, 0x0000000000000000}, {0xCECB8F27F4200F3A, 0x0000000000000000},
    {0x813F3978F8940984, 0x4000000000000000}, {0xA18F07D736B90BE5, 0x5000000000000000},
    {0xC9F2C9CD04674EDE, 0xA400000000000000}, {0xFC6F7C4045812296, 0x4D00000000000000},
    {0x9DC5ADA82B70B59D, 0xF020000000000000}, {0xC5371912364CE305, 0x6C28000000000000},
    {0xF684DF56C3E01BC6, 0xC732000000000000}, {0x9A130B963A6C115C, 0x3C7F400000000000},
    {0xC097CE7BC90715B3, 0x4B9F100000000000}, {0xF0BDC21ABB48DB20, 0x1E86D40000000000},
    {0x96769950B50D88F4, 0x1314448000000000}, {0xBC143FA4E250EB31, 0x17D955A000000000},
    {0xEB194F8E1AE525FD, 0x5DCFAB0800000000}, {0x92EFD1B8D0CF37BE, 0x5AA1CAE500000000},
    {0xB7ABC627050305AD, 0xF14A3D9E40000000}, {0xE596B7B0C643C719, 0x6D9CCD05D0000000},
    {0x8F7E32CE7BEA5C6F, 0xE4820023A2000000}, {0xB35DBF821AE4F38B, 0xDDA2802C8A800000},
    {0xE0352F62A19E306E, 0xD50B2037AD200000}, {0x8C213D9DA502DE45, 0x4526F422CC340000},
    {0xAF298D050E4395D6, 0x9670B12B7F410000}, {0xDAF3F04651D47B4C, 0x3C0CDD765F114000},
    {0x88D8762BF324CD0F, 0xA5880A69FB6AC800}, {0xAB0E93B6EFEE0053, 0x8EEA0D047A457A00},
    {0xD5D238A4ABE98068, 0x72A4904598D6D880}, {0x85A36366EB71F041, 0x47A6DA2B7F864750},
    {0xA70C3C40A64E6C51, 0x999090B65F67D924}, {0xD0CF4B50CFE20765, 0xFFF4B4E3F741CF6D},
    {0x82818F1281ED449F, 0xBFF8F10E7A8921A4}, {0xA321F2D7226895C7, 0xAFF72D52192B6A0D},
    {0xCBEA6F8CEB02BB39, 0x9BF4F8A69F764490}, {0xFEE50B7025C36A08, 0x02F236D04753D5B4},
    {0x9F4F2726179A2245, 0x01D762422C946590},
    /* clang-format on */
};

static const double exact_powers[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                      1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                      1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define IS_LITTLE_ENDIAN true
#else
#define IS_LITTLE_ENDIAN false /* the ways that take eight characters at once are left out */
#endif

#define ZEROS UINT64_C(0x3030303030303030) /* eight characters */

/* The digits as they were read. */
typedef struct decimal {
    uint64_t digits; /* the first 19 that count */
    int power;       /* of ten, that the digits are to be multiplied with */
    bool is_cut;     /* more digits than 19 */
    bool is_negative;
} decimal;

#if defined(__SIZEOF_INT128__)
__extension__ typedef unsigned __int128 wide;

static void multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    wide product = (wide)a * b;
    *high = (uint64_t)(product >> 64);
    *low = (uint64_t)product;
}
#else
static void multiply(uint64_t a, uint64_t b, uint64_t *high, uint64_t *low)
{
    uint64_t a0 = (uint32_t)a, a1 = a >> 32, b0 = (uint32_t)b, b1 = b >> 32;
    uint64_t p00 = a0 * b0, p01 = a0 * b1, p10 = a1 * b0, p11 = a1 * b1;
    uint64_t middle = (p00 >> 32) + (uint32_t)p01 + (uint32_t)p10;
    *low = middle << 32 | (uint32_t)p00;
    *high = p11 + (p01 >> 32) + (p10 >> 32) + (middle >> 32);
}
#endif

static int leading_zeros(uint64_t x)
{
#if defined(__GNUC__)
    return __builtin_clzll(x);
#else
    int zeros = 0;
    for (; !(x >> 63); x <<= 1)
        zeros++;
    return zeros;
#endif
}

static int trailing_zeros(uint64_t x)
{
#if defined(__GNUC__)
    return __builtin_ctzll(x);
#else
    int zeros = 0;
    for (; !(x & 1); x >>= 1)
        zeros++;
    return zeros;
#endif
}

/* digits x 10^power, correctly rounded; false = this way cannot tell. digits is not 0. */
static bool round_product(uint64_t digits, int power, double *out)
{
    if (power < LEAST_POWER || power > MOST_POWER)
        return false;
    int zeros = leading_zeros(digits);
    digits <<= zeros;
    uint64_t high, low;
    multiply(digits, powers[power - LEAST_POWER].high, &high, &low);
    if ((high & 0x1FF) == 0x1FF) { /* the cut-off half of the power may still decide */
        uint64_t more, rest;
        multiply(digits, powers[power - LEAST_POWER].low, &more, &rest);
        low += more;
        high += low < more;
        if (low == UINT64_MAX && (power < -27 || power > 55))
            return false;
    }
    int top = (int)(high >> 63);
    uint64_t mantissa = high >> (top + 9);
    int exponent = ((217706 * power) >> 16) + 63 + top - zeros + 1023;
    if (exponent <= 0 || exponent >= 2046)
        return false;
    /* exactly between two doubles: to the even one */
    if (low <= 1 && power >= -4 && power <= 23 && (mantissa & 3) == 1 &&
        mantissa << (top + 9) == high)
        mantissa &= ~UINT64_C(1);
    mantissa = (mantissa + (mantissa & 1)) >> 1;
    if (mantissa >= UINT64_C(1) << 53) {
        mantissa = UINT64_C(1) << 52;
        exponent++;
    }
    uint64_t bits = (mantissa & ~(UINT64_C(1) << 52)) | (uint64_t)exponent << 52;
    memcpy(out, &bits, sizeof bits);
    return true;
}

/* The C library's answer, whatever its locale writes between whole and fraction. */
static double ask_library(const char *text, size_t length)
{
    char copy[MOST_TEXT + 8], half[8];
    (void)snprintf(half, sizeof half, "%.1f", 0.5);
    memcpy(copy, text, length);
    copy[length] = '\0';
    char *point = strchr(copy, '.');
    if (point)
        *point = half[1];
    return strtod(copy, NULL);
}

static double to_double(const decimal *d, const char *text, size_t length)
{
    double value;
    if (d->digits == 0) {
        value = 0;
    } else if (!d->is_cut && d->digits <= UINT64_C(1) << 53 && d->power >= -22 && d->power <= 22) {
        value = (double)d->digits;
        value = d->power < 0 ? value / exact_powers[-d->power] : value * exact_powers[d->power];
    } else {
        double next;
        if (!round_product(d->digits, d->power, &value) ||
            /* digits were cut: sure only when the next number above rounds alike */
            (d->is_cut && (!round_product(d->digits + 1, d->power, &next) || next != value)))
            return ask_library(text, length);
    }
    return d->is_negative ? -value : value;
}

/* True when the eight bytes, the first one lowest, are digits; *out is their number. */
static inline bool read_packed(uint64_t x, uint64_t *out)
{
    if (((x & UINT64_C(0xF0F0F0F0F0F0F0F0)) |
         (((x + UINT64_C(0x0606060606060606)) & UINT64_C(0xF0F0F0F0F0F0F0F0)) >> 4)) !=
        UINT64_C(0x3333333333333333))
        return false;
    x -= UINT64_C(0x3030303030303030);
    x = x * 10 + (x >> 8);
    *out = (((x & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x000F424000000064)) +
            ((x >> 16 & UINT64_C(0x000000FF000000FF)) * UINT64_C(0x0000271000000001))) >>
           32;
    return true;
}

static bool read_eight(const char *at, uint64_t *out)
{
    uint64_t x;
    memcpy(&x, at, 8);
    return IS_LITTLE_ENDIAN && read_packed(x, out);
}

/* Bit position of the first '.' among the eight bytes; 64 = none. */
static inline unsigned find_point(uint64_t x)
{
    uint64_t y = x ^ UINT64_C(0x2E2E2E2E2E2E2E2E);
    uint64_t zero = (y - UINT64_C(0x0101010101010101)) & ~y & UINT64_C(0x8080808080808080);
    return zero ? (unsigned)trailing_zeros(zero) & ~7u : 64;
}

/*
 * Up to eight characters at once: moved to the high end of a word, the point taken out, zeros put
 * in front. No loop over a length that no processor can predict. False = not only digits.
 */
static inline bool read_short(const char *text, size_t length, double *out, bool *has_point)
{
    uint64_t x, digits;
    memcpy(&x, text, 8);
    x <<= 8 * (8 - length);
    unsigned point = find_point(x), fraction = 0;
    *has_point = point < 64;
    if (point < 64) {
        uint64_t before = x & ~(UINT64_MAX << point), behind = x & UINT64_MAX << point << 8;
        x = behind | before << 8;
        fraction = 7 - point / 8;
        if (--length == 0)
            return false;
    }
    x |= ZEROS >> 8 * (length - 1) >> 8;
    if (!read_packed(x, &digits))
        return false;
    *out = fraction ? (double)digits / exact_powers[fraction] : (double)digits;
    return true;
}

/* The same for 9 to 16 characters, as long as their digits are an exact double. */
#if defined(__SIZEOF_INT128__)
static inline bool read_long(const char *text, size_t length, double *out, bool *has_point)
{
    uint64_t low, high;
    memcpy(&low, text, 8);
    memcpy(&high, text + 8, 8);
    wide x = ((wide)high << 64 | low) << 8 * (16 - length);
    unsigned point = find_point((uint64_t)x), fraction = 0;
    if (point == 64)
        point += find_point((uint64_t)(x >> 64));
    *has_point = point < 128;
    if (point < 128) {
        const wide all = ~(wide)0;
        x = (x & all << point << 8) | (x & ~(all << point)) << 8;
        fraction = 15 - point / 8;
        length--;
    }
    x |= ((wide)ZEROS << 64 | ZEROS) >> 8 * (length - 1) >> 8;
    if (!read_packed((uint64_t)x, &high) || !read_packed((uint64_t)(x >> 64), &low))
        return false;
    uint64_t digits = high * 100000000 + low;
    if (digits > UINT64_C(1) << 53)
        return false;
    *out = fraction ? (double)digits / exact_powers[fraction] : (double)digits;
    return true;
}
#else
static bool read_long(const char *text, size_t length, double *out, bool *has_point)
{
    (void)text, (void)length, (void)out, (void)has_point;
    return false;
}
#endif

/* Digits from `at` on; answers their end. */
static const char *read_digits(const char *at, const char *end, uint64_t *digits)
{
    uint64_t value = *digits, eight;
    while (end - at >= 8 && read_eight(at, &eight)) {
        value = value * 100000000 + eight;
        at += 8;
    }
    for (; at < end && (unsigned char)(*at - '0') < 10; at++)
        value = value * 10 + (uint64_t)(*at - '0');
    *digits = value;
    return at;
}

/* More than 19 digits do not fit: reads the first 19 that count again, one by one. */
static void reread_digits(decimal *d, const char *at, const char *point, const char *end)
{
    int taken = 0;
    d->digits = 0;
    d->power = 0;
    for (; at < end; at++) {
        if (at == point)
            continue;
        bool is_fraction = point && at > point;
        if (taken < 19) {
            d->digits = d->digits * 10 + (uint64_t)(*at - '0');
            taken += d->digits != 0;
            d->power -= is_fraction;
        } else {
            d->is_cut = d->is_cut || *at != '0';
            d->power += !is_fraction;
        }
    }
}

/* The exponent behind the 'e' at `at`; false when there is none. Far powers stop at 100,000. */
static bool read_exponent(const char *at, const char *end, int *out)
{
    at++;
    bool is_negative = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    if (at == end)
        return false;
    int value = 0;
    for (; at < end; at++) {
        if ((unsigned char)(*at - '0') >= 10)
            return false;
        if (value < 100000)
            value = value * 10 + (*at - '0');
    }
    *out += is_negative ? -value : value;
    return true;
}

/* All other numbers, digit by digit. */
static eos_number_kind parse_any(const char *text, size_t length, double *out)
{
    const char *at = text, *end = text + length, *point = NULL;
    decimal d = {0};
    if (length == 0 || length > MOST_TEXT)
        return EOS_NUMBER_NONE;
    d.is_negative = *at == '-';
    at += *at == '-' || *at == '+';
    const char *start = at;
    at = read_digits(at, end, &d.digits);
    if (at < end && *at == '.') {
        point = at;
        at = read_digits(at + 1, end, &d.digits);
        d.power = (int)(point + 1 - at);
    }
    ptrdiff_t count = at - start - (point != NULL);
    if (count == 0)
        return EOS_NUMBER_NONE;
    const char *digits_end = at;
    if (count > 19)
        reread_digits(&d, start, point, digits_end);
    if (at < end && ((*at | 0x20) != 'e' || !read_exponent(at, end, &d.power)))
        return EOS_NUMBER_NONE;
    *out = to_double(&d, text, length);
    return point || at < end ? EOS_NUMBER_DECIMAL : EOS_NUMBER_INTEGER;
}

eos_number_kind eos_number_parse(const char *text, size_t length, double *out)
{
    if (length == 0)
        return EOS_NUMBER_NONE;
    size_t sign = *text == '-' || *text == '+', rest = length - sign;
    bool has_point, is_read = false;
    if (IS_LITTLE_ENDIAN && rest - 1 < 8)
        is_read = read_short(text + sign, rest, out, &has_point);
    else if (IS_LITTLE_ENDIAN && rest - 1 < 16)
        is_read = read_long(text + sign, rest, out, &has_point);
    if (!is_read)
        return parse_any(text, length, out);
    if (*text == '-')
        *out = -*out;
    return has_point ? EOS_NUMBER_DECIMAL : EOS_NUMBER_INTEGER;
}
